import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { logBody, logKey, recordNumber, trailObjects } from '../support/bucket-trail.ts';
import { type FaultS3, faults, startFaultS3 } from '../support/fault-s3.ts';
import { expect, test } from './host.ts';

const reader = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const folderOfRun = (): string => mkdtempSync(path.join(process.env.SPOOR_E2E_FOLDER ?? tmpdir(), 'sync-'));

async function fillSignIn(page: Page, server: FaultS3): Promise<void> {
  await page.getByLabel('Where the trail lies').fill(`s3://${server.bucket}`);
  await page.getByRole('radio', { name: 'Keys', exact: true }).check();
  await page.getByLabel('Access key', { exact: true }).fill(reader.accessKeyId);
  await page.getByLabel('Secret access key').fill(reader.secretAccessKey);
  await page.getByText('Region, endpoint, certificates').click();
  await page.getByLabel('Endpoint').fill(server.url);
  await page.getByLabel('Bucket in the path').check();
}

test('a trail is synced from its bucket: sign in, look, choose, bring, and later only what is new', async ({
  start,
}) => {
  const denied = trailObjects(32)[4]?.key ?? '';
  const server = await startFaultS3({
    credentials: [reader],
    objects: trailObjects(32),
    rules: [{ operation: 'get', key: denied, fault: faults.kmsDenied }],
  });
  try {
    const { page } = await start({ folder: folderOfRun() });
    await page.getByRole('button', { name: /Sync a trail from S3/ }).click();
    await fillSignIn(page, server);

    // A wrong secret says exactly what fails.
    await page.getByLabel('Secret access key').fill('wrong');
    await page.getByRole('button', { name: 'Look what lies there' }).click();
    await expect(page.getByLabel('What was tried')).toContainText('secret access key does not belong');
    await page.getByLabel('Secret access key').fill(reader.secretAccessKey);
    await page.getByRole('button', { name: 'Look what lies there' }).click();

    await expect(page.getByRole('columnheader', { name: 'eu-west-1' })).toBeVisible();
    await expect(page.getByText('32 files to bring')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByRole('checkbox', { name: 'us-east-1' }).uncheck();
    await expect(page.getByText('16 files to bring')).toBeVisible();
    await page.getByRole('button', { name: 'Sync', exact: true }).click();

    await expect(page.getByRole('grid', { name: 'Events' }).getByRole('gridcell').first()).toBeVisible({
      timeout: 30_000,
    });
    await page.getByRole('grid', { name: 'Events' }).focus();
    await page.keyboard.press('3');
    const history = page.getByRole('region', { name: `s3://${server.bucket}/` }).getByRole('row');
    await expect(history.nth(1)).toContainText('done', { timeout: 30_000 });
    await expect(history.nth(1)).toContainText('eu-west-1');
    // What could not be had is counted, and the ledger says why.
    await expect(history.nth(1).getByRole('cell').nth(5)).toHaveText('1');

    server.put({ key: logKey('2026-03-02', 500), body: logBody(recordNumber(900)) });
    await page.getByRole('button', { name: 'Sync again' }).click();
    await expect(history).toHaveCount(3);
    await expect(history.nth(1)).toContainText('done', { timeout: 30_000 });
    await expect(history.nth(1).getByRole('cell').nth(2)).toHaveText('17');
    await expect(history.nth(1).getByRole('cell').nth(3)).toHaveText('1');

    await page.getByRole('tab', { name: 'Trails' }).click();
    await expect(page.getByText('No trail has said anything yet')).toBeVisible();
    const own = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(own.violations.map(({ id }) => id)).toEqual([]);
  } finally {
    await server.stop();
  }
});

test('a sync whose sign-in has expired asks for a new one and goes on', async ({ start }) => {
  const server = await startFaultS3({
    credentials: [reader],
    objects: trailObjects(60),
    rules: [{ operation: 'get', after: 10, fault: faults.expiredToken }],
  });
  try {
    const { page } = await start({ folder: folderOfRun() });
    await page.getByRole('button', { name: /Sync a trail from S3/ }).click();
    await fillSignIn(page, server);
    await page.getByRole('button', { name: 'Look what lies there' }).click();
    await expect(page.getByText('60 files to bring')).toBeVisible();
    await page.getByRole('button', { name: 'Sync', exact: true }).click();
    await expect(page.getByText('waits for a new sign-in').first()).toBeVisible({ timeout: 30_000 });
    server.clearRules();
    await page.getByText('waits for a new sign-in').last().click();
    await page.getByRole('button', { name: 'Sign in…' }).first().click();
    await fillAgain(page);
    await expect(
      page.getByRole('status').filter({ hasText: /^120$/ }).or(page.getByText('120 events')).first(),
    ).toBeVisible({
      timeout: 30_000,
    });
  } finally {
    await server.stop();
  }
});

/** Where the trail lies is known: only the keys are asked. */
async function fillAgain(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await dialog.getByRole('radio', { name: 'Keys', exact: true }).check();
  await dialog.getByLabel('Access key', { exact: true }).fill(reader.accessKeyId);
  await dialog.getByLabel('Secret access key').fill(reader.secretAccessKey);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
}
