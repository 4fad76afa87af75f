"""What Spark's and ClickHouse's SQL have to be told alike, so that numbers are those of DuckDB."""

from __future__ import annotations

from typing import Any

import ibis.expr.datatypes as dt
import sqlglot.expressions as sge


class Exact:
    """Stands before an Ibis compiler: quotients and rounded numbers as the expression means."""

    __slots__ = ()
    f: Any
    cast: Any

    def visit_Divide(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
        # A sum is a decimal here, and decimals would divide without what is behind the point.
        if op.left.dtype.is_integer():
            left = self.cast(left, dt.float64)
        if op.right.dtype.is_integer():
            right = self.cast(right, dt.float64)
        return sge.Div(this=sge.Paren(this=left), expression=sge.Paren(this=right))

    def visit_Round(self, op: Any, *, arg: Any, digits: Any) -> Any:  # noqa: N802, ARG002
        # Both would round half to even.
        scale = self.f.pow(10, digits or sge.convert(0))
        whole = self.f.floor(self.f.abs(arg) * scale + sge.convert(0.5))
        return self.f.sign(arg) * whole / scale
