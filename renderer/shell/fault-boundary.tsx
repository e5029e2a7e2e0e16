import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/error-state.tsx';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

/** A fault in the page is shown where it happened, instead of an empty window. */
export class FaultBoundary extends Component<FaultBoundaryProps, { readonly fault: unknown }> {
  static getDerivedStateFromError(fault: unknown): { fault: unknown } {
    return { fault };
  }

  override state: { readonly fault: unknown } = { fault: null };

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return <ErrorState error={fault} onRetry={() => this.setState({ fault: null })} />;
  }
}
