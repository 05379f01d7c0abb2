"""Who must not be written to, asked for a batch's rows at once."""

from collections.abc import Collection

from service.delivery.hand import Row
from service.delivery.models import Suppression


def suppressed(rows: Collection[Row]) -> dict[int, str]:
    """Those of `rows` whose address is suppressed, at all or in the row's list, with the reason."""
    found = Suppression.objects.filter(address__in={row.address for row in rows})
    reasons = {
        (address, scope): why for address, scope, why in found.values_list("address", "scope", "reason")
    }
    if not reasons:
        return {}
    said = (
        (row.pk, reasons.get((row.address, "*")) or reasons.get((row.address, row.scope))) for row in rows
    )
    return {pk: why for pk, why in said if why}
