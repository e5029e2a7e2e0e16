import { ChevronRight } from 'lucide-react';
import type { Grant } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { Button } from '../ui/button.tsx';
import styles from './file-browser.module.css';

interface BreadcrumbsProps {
  readonly trail: readonly Grant[];
  /** More than one root: their list is a place of its own. */
  readonly hasRoots: boolean;
  /** Goes to the folder at that depth; 0 is the list of roots. */
  readonly onGo: (depth: number) => void;
}

/** The way from the root to the folder that is shown. */
export function Breadcrumbs({ trail, hasRoots, onGo }: BreadcrumbsProps) {
  return (
    <nav aria-label="Folder" className={styles.crumbs}>
      {hasRoots || trail.length === 0 ? (
        <Button variant="quiet" size="small" onClick={() => onGo(0)}>
          Folders
        </Button>
      ) : null}
      {trail.map((folder, index) => (
        <span key={folder.token} className={styles.crumb}>
          {index > 0 || hasRoots ? <ChevronRight size={12} aria-hidden="true" /> : null}
          <Button
            variant="quiet"
            size="small"
            title={visibleText(folder.place)}
            {...(index === trail.length - 1 ? { 'aria-current': 'location' as const } : {})}
            onClick={() => onGo(index + 1)}
          >
            {visibleText(folder.name === '' ? folder.place : folder.name)}
          </Button>
        </span>
      ))}
    </nav>
  );
}
