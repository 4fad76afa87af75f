// A step clicked in any picture chooses the journeys that touch it, on every page that has a
// selection; it lives in the address, so a link holds it.
import { spelled } from './conditions'
import { useQuery } from './router'

export function useBrush(): { chosen: readonly string[]; toggle: (step: string) => void; has: (name: string) => boolean; name: (name: string) => void } {
  const [query, change] = useQuery()
  const chosen = query.getAll('through')
  const toggle = (step: string) => change({ through: chosen.includes(step) ? chosen.filter((one) => one !== step) : [...chosen, step], after: null })
  return { chosen, toggle, has: (name) => chosen.includes(spelled(name)), name: (name) => toggle(spelled(name)) }
}

/** What a brushed mark of a picture needs: a button by mouse and by keyboard, named by its words. */
export function brushing(does: string, pressed: boolean, act: () => void): React.SVGProps<SVGGElement> {
  return {
    role: 'button', tabIndex: 0, className: pressed ? 'brush on' : 'brush', 'aria-description': does, 'aria-pressed': pressed,
    onClick: act,
    onKeyDown: (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      act()
    },
  }
}
