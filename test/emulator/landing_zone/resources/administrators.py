"""What happens in an account that becomes the administrator of a service: the service is turned on there."""

from __future__ import annotations

from moto.guardduty.models import guardduty_backends
from moto.macie2.models import macie2_backends
from moto.organizations.models import FakeDelegatedAdministrator
from moto.securityhub.models import securityhub_backends

from ..calls import Call, after
from ..places import Place

FakeDelegatedAdministrator.SUPPORTED_SERVICES.append("securityhub.amazonaws.com")


@after("guardduty", "EnableOrganizationAdminAccount")
def turn_on_guardduty(call: Call) -> None:
    """https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html"""
    place = Place(call.parameters["AdminAccountId"], call.place.region)
    if not guardduty_backends[place.account][place.region].detectors:
        place.client("guardduty").create_detector(Enable=True)
    _register(call, place.account, "guardduty.amazonaws.com")


@after("macie2", "EnableOrganizationAdminAccount")
def turn_on_macie(call: Call) -> None:
    """https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html"""
    place = Place(call.parameters["adminAccountId"], call.place.region)
    if not macie2_backends[place.account][place.region].macie_session:
        place.client("macie2").enable_macie()
    _register(call, place.account, "macie.amazonaws.com")


@after("securityhub", "EnableOrganizationAdminAccount")
def turn_on_security_hub(call: Call) -> None:
    """https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html"""
    place = Place(call.parameters["AdminAccountId"], call.place.region)
    if not securityhub_backends[place.account][place.region].enabled:
        place.client("securityhub").enable_security_hub()
    _register(call, place.account, "securityhub.amazonaws.com")


def _register(call: Call, account: str, service: str) -> None:
    """The services trust themselves and register their administrator with AWS Organizations."""
    organizations = call.place.client("organizations")
    organizations.enable_aws_service_access(ServicePrincipal=service)
    known = organizations.list_delegated_administrators(ServicePrincipal=service)["DelegatedAdministrators"]
    if account not in {each["Id"] for each in known}:
        organizations.register_delegated_administrator(AccountId=account, ServicePrincipal=service)
