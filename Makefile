# Two commands matter: `make demo` and `make test`. Both set up what they need in .venv, from locked versions, and start at once the second time.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := tests/fixtures/demo

.PHONY: demo report readers papers test coverage check lint browser letters lock bench fuzz clean
.DEFAULT_GOAL := demo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, and $(PYTHON) is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv || { echo "This Python cannot make a virtual environment. On Debian: apt-get install python3-venv"; rm -rf .venv; exit 1; }

# What the program itself needs: two small libraries, and the program, run from this folder.
.venv/.ready: requirements/run.txt pyproject.toml | .venv/bin/python
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-tests: requirements/dev.txt .venv/.ready
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

CHECK := unburden check $(DEMO)/oregon.html $(DEMO)/california.txt $(DEMO)/national.txt --facts $(DEMO)/answers.toml --as-of 2026-11-23

demo: .venv/.ready ## The main job on a bundled record of a person who does not exist: its first screen.
	@echo "$$ $(CHECK) --short"; echo
	@$(BIN)/$(CHECK) --short || test $$? -eq 1
	@echo "make report writes the whole of it as a page."

report: .venv/.ready ## The same as a page: report.html
	@$(BIN)/$(CHECK) --format html --out report.html || test $$? -eq 1
	@echo "Open report.html in a browser."

readers: .venv/.ready letters ## What reads PDFs, photographs and spreadsheets.
	@$(PIP) install --require-hashes -r requirements/readers.txt

papers: .venv/.ready ## What drafts papers: Word files, PDFs, forms, encryption.
	@$(PIP) install --require-hashes -r requirements/papers.txt

test: .venv/.ready-tests browser letters lint ## Everything that CI runs.
	@$(BIN)/python -m pytest -n auto --dist worksteal
	@$(BIN)/unburden law check

coverage: .venv/.ready-tests browser letters ## The tests, and which lines no test runs. Counting lines takes as long again.
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

lint: .venv/.ready-tests
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The tests of the report want a real browser. Where it can be installed without asking anybody, it is; else they skip and say so.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "No chromium here: the browser tests will be skipped (Debian: apt-get install chromium)"; fi; }

# Photographs are read by Tesseract. Its program comes with the library; the models of the letters do not.
letters:
	@find /usr/share/tesseract-ocr /usr/share/tessdata /usr/local/share/tessdata /opt/homebrew/share/tessdata -name eng.traineddata 2>/dev/null | grep -q . || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tesseract-ocr-eng >/dev/null; \
	  else echo "No letter models of Tesseract here: photographs will not be read (Debian: apt-get install tesseract-ocr-eng; macOS: brew install tesseract)"; fi; }

lock: .venv/.ready-tests ## Write the locked versions anew.
	@$(PIP) install uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml --group build -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml --extra pdf --extra ocr --extra spreadsheets -o requirements/readers.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml --extra papers -o requirements/papers.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml --group fuzz -o requirements/fuzz.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml --all-extras --group dev -o requirements/dev.txt

bench: .venv/.ready-tests ## The figures of docs/benchmarks.md.
	@$(BIN)/python benchmarks/one_person.py
	@$(BIN)/python benchmarks/pages.py
	@$(BIN)/python benchmarks/formats.py
	@$(BIN)/python benchmarks/everyone.py
	@$(BIN)/python benchmarks/law.py

SECONDS ?= 60
fuzz: .venv/.ready-tests ## Coverage-guided fuzzing of every reader, SECONDS each.
	@$(PIP) install --require-hashes -r requirements/fuzz.txt
	@$(BIN)/python fuzz/readers.py --seconds $(SECONDS)

clean:
	@rm -rf .venv report.html
