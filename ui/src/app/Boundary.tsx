import { Component, type ReactNode } from "react";
import { Problem } from "../components/Problem";

/** A page that breaks says so in its place; the frame, and every other page, go on. */
export class Boundary extends Component<{ path: string; children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: { path: string }) {
    // Another page may be well. A page that only changes its address is not begun anew.
    if (before.path !== this.props.path && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Problem error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
