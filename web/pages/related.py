"""Merging a report into another that tells of the same, and parting them again."""

from http import HTTPStatus

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gateway.desk.related import Merged, Related
from gateway.desk.values import Person
from gateway.store.keys import ReportKey
from web.pages.report import key_in

Form = dict[str, str]


@post("/r/{key:str}/merge", status_code=HTTPStatus.SEE_OTHER)
async def merge(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    related: NamedDependency[Related],
) -> Redirect:
    into = key_in(form.get("into", ""))
    return _after(key_in(key), await related.merge(who, key_in(key), into, form.get("why", "")))


@post("/r/{key:str}/part", status_code=HTTPStatus.SEE_OTHER)
async def part(
    key: FromPath[str],
    who: NamedDependency[Person],
    form: NamedDependency[Form],
    related: NamedDependency[Related],
) -> Redirect:
    return _after(key_in(key), await related.part(who, key_in(key), form.get("why", "")))


def _after(key: ReportKey, done: Merged) -> Redirect:
    if done is Merged.UNKNOWN:
        raise NotFoundException
    return Redirect(f"/r/{key}?done={done}", status_code=303)


ROUTER = Router("/", route_handlers=[merge, part])
