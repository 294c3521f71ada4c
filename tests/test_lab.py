"""Run All in a real JupyterLab, as its users meet it: Chinese and English, in headless Chromium."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

PROJECT = Path(__file__).parent.parent
NOTEBOOKS = sorted(path.name for path in (PROJECT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
RUN_ALL = ".lm-Menu-item[data-command='runmenu:run-all']"
IDLE = f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status='idle']"
BEGUN = f"""() => [...document.querySelectorAll('{PANEL} .jp-CodeCell .jp-InputPrompt')]
  .some(node => /[\\d*]/.test(node.textContent))"""
READY = """() => {
  const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
  return context?.isReady && context.session?.kernel?.connectionStatus === 'connected'; }"""
DONE = f"""() => {{
  const told = [...document.querySelectorAll('{PANEL} .jp-CodeCell .jp-InputPrompt')]
    .map(node => node.textContent);
  return told.some(text => /\\d/.test(text)) && !told.some(text => text.includes('*')); }}"""
FOUND = """panel => {
  const all = query => [...document.querySelector(panel).querySelectorAll(query)];
  const shown = all('.jp-OutputArea-output');
  const kind = node => node.dataset.mimeType || '';
  return {
    left: all('.jp-CodeCell .jp-InputPrompt').filter(n => !/\\d/.test(n.textContent)).length,
    wrong: shown.filter(node => /error|stderr/.test(kind(node))).map(n => n.textContent),
    images: all('.jp-OutputArea-output img').map(img => img.naturalWidth),
    wide: shown.filter(node => node.scrollWidth > node.clientWidth + 2)
      .map(node => node.textContent.trim().slice(0, 60) + ' ' + node.scrollWidth),
    height: Math.max(...all('.jp-WindowedPanel-outer, .jp-Notebook').map(n => n.scrollHeight)) };
}"""
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
LANGUAGE = "@jupyterlab/translation-extension:plugin"
RUN_MENU = {"zh_CN": "运行", "en": "Run"}
LEFT_OUT = shutil.ignore_patterns("derived", "anonymised", ".*", "*-townplans")
WITHOUT_FIGURES = ("01_corpus.ipynb",)
FIRST_RUN = 400
"""Seconds in which the bundled county is measured and drawn for the first time."""


def start_lab(root: Path, settings: Path, language: str) -> tuple[subprocess.Popen, str]:
    """Start JupyterLab on the copy in `root`; nothing of this user's own settings is used."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings.mkdir()
    chosen = json.dumps(SETTINGS | {LANGUAGE: {"locale": language}})
    (settings / "overrides.json").write_text(chosen, encoding="utf-8")
    homes = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTER_RUNTIME_DIR")
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--allow-root", "--IdentityProvider.token=", "--ServerApp.password=",
        f"--ServerApp.root_dir={root}", f"--LabServerApp.app_settings_dir={settings}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=none",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    own = os.environ | {name: str(settings / name.lower()) for name in homes}
    with (settings / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=own, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
        else:
            return server, address
    server.kill()
    raise RuntimeError((settings / "lab.log").read_text(encoding="utf-8"))


def start_all(page, language: str) -> None:
    """Choose Run All as soon as the kernel is there; before, JupyterLab would ask for one."""
    page.wait_for_function(READY, timeout=90_000)
    page.locator(".lm-MenuBar-item").filter(has_text=RUN_MENU[language]).first.click()
    page.locator(RUN_ALL).click()
    page.wait_for_function(BEGUN, timeout=30_000)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The notebooks beside the bundled study, where a run may write its tables and figures."""
    root = tmp_path_factory.mktemp("lab") / "townplans"
    shutil.copytree(PROJECT / "data", root / "data", ignore=LEFT_OUT)
    return root


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=list(RUN_MENU))
def lab(request, copied, browser, tmp_path_factory):
    if request.param == "zh_CN" and not importlib.util.find_spec("jupyterlab_language_pack_zh_CN"):
        pytest.skip("needs jupyterlab-language-pack-zh-CN")
    # JupyterLab saves what it has run; each language begins with the notebooks as they are
    shutil.rmtree(copied / "notebooks", ignore_errors=True)
    shutil.copytree(PROJECT / "notebooks", copied / "notebooks", ignore=LEFT_OUT)
    settings = tmp_path_factory.mktemp("settings") / "app"
    server, address = start_lab(copied, settings, request.param)
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    yield page, address, request.param
    page.close()
    server.terminate()
    server.wait(30)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_ends_without_an_error_and_every_figure_is_seen(lab, name, tmp_path):
    page, address, language = lab
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/lab/tree/notebooks/{urllib.parse.quote(name)}?reset", timeout=90_000)
    page.wait_for_selector(f"{PANEL} .jp-CodeCell", timeout=90_000)
    page.wait_for_selector(IDLE, timeout=90_000)
    start_all(page, language)
    page.wait_for_function(DONE, timeout=1000 * FIRST_RUN)
    page.wait_for_selector(IDLE, timeout=90_000)
    page.wait_for_timeout(500)
    found = page.evaluate(FOUND, PANEL)
    page.set_viewport_size({"width": 1400, "height": min(found["height"] + 300, 16_000)})
    page.locator(f"{PANEL} .jp-WindowedPanel-outer").evaluate("node => node.scrollTo(0, 0)")
    page.wait_for_timeout(2000)
    page.screenshot(path=tmp_path / f"{name}.{language}.png")
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    assert found["wrong"] == []
    assert found["left"] == 0
    assert complaints == []
    assert all(found["images"])
    assert bool(found["images"]) == (name not in WITHOUT_FIGURES)
    assert found["wide"] == []
