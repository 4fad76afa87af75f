// A page that breaks says so and leaves the rest alive.
import { Component, type ReactNode } from 'react'
import { Failed } from './pieces'

export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error) return <div className="page"><Failed error={this.state.error} retry={() => location.reload()} /></div>
    return this.props.children
  }
}
