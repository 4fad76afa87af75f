// The first and smallest script: the answer, the frame and the page are asked for side by side.
import { askEarly } from './api/early'
import { programAt, programs } from './routes'

askEarly(location.pathname, location.search)
const { program } = programAt(location.pathname)
// a page that cannot be loaded is told about by the frame, which asks for it again
if (program) programs[program]().catch(() => null)
void import('./app')
