# The project's commands. `make` alone lists them.
.DEFAULT_GOAL := help
GO ?= go

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

.PHONY: build
build: ## build the command into ./bylaw
	$(GO) build -o bylaw ./cmd/bylaw

.PHONY: test
test: ## run the tests; needs Go alone
	$(GO) test -timeout 20m ./...
	cd templates/support && $(GO) test ./...
	cd templates/kit && $(GO) test ./...

.PHONY: lint
lint: ## lint the project's own specs and the cured demo
	$(GO) run ./cmd/bylaw lint

.PHONY: check
check: ## run the gates of the pull request: vet on three systems, staticcheck, gofmt, fresh docs
	sh scripts/check

.PHONY: bless
bless: ## renew the goldens of one test, after you have read them: make bless TEST=TestText
	@test -n "$(TEST)" || { echo 'name the test whose goldens you have read: make bless TEST=TestText'; exit 2; }
	BYLAW_BLESS=1 $(GO) test ./... -run '$(TEST)'

.PHONY: golden
golden: build ## generate the modules under golden/ anew, for their diff to be read
	for module in golden/*/go.mod; do (cd $$(dirname $$module) && ../../bylaw generate) || exit 1; done

.PHONY: docs
docs: ## write the generated pages: docs/rules, docs/checks and docs/commands.md
	BYLAW_BLESS=1 $(GO) test ./cmd/bylaw -run TestDocs

.PHONY: pack
pack: ## renew templates/*.txtar after a change in templates/support or templates/kit
	BYLAW_BLESS=1 $(GO) test ./templates -count=1 -run 'TestPack$$'
	BYLAW_BLESS=1 $(GO) test ./internal/support -count=1
	BYLAW_BLESS=1 $(GO) test ./generator/protobuf ./generator/protobuf/service -count=1 -run "TestKit$$|TestShop$$"

.PHONY: new-rule
new-rule: ## scaffold a rule: make new-rule ID=naming/field-name-case
	$(GO) run ./internal/scaffold rule $(ID)

.PHONY: new-check
new-check: ## scaffold a breaking check: make new-check ID=messages/field-number
	$(GO) run ./internal/scaffold check $(ID)

.PHONY: proof
proof: ## run the long proofs: the whole corpus, fuzzing, the comparison with other tools
	sh scripts/proof
