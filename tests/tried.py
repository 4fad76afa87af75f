"""How laws are tried: on the same cases every time, so that a suite is never red by chance.

`pytest --hypothesis-profile thorough` tries twenty times as many, other ones each time.
"""

from hypothesis import HealthCheck, Phase, settings

USUAL = 100
EVER = {
    "deadline": None,
    # how long it takes to make up a case says how busy the machine is
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
settings.register_profile("same", max_examples=USUAL, derandomize=True, **EVER)
settings.register_profile("thorough", max_examples=20 * USUAL, **EVER)
settings.load_profile("same")


def tried(times, *, smaller=True):
    """Return how to try a law so many times, in the profile `thorough` on more cases.

    Where a case takes long, `smaller=False`: a wrong one is shown as it is, not made smaller.
    """
    phases = tuple(Phase) if smaller else (Phase.explicit, Phase.generate)
    return settings(max_examples=times * settings().max_examples // USUAL, phases=phases)
