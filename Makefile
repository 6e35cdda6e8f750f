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
	$(GO) test ./...

.PHONY: lint
lint: ## lint the project's own specs and the cured demo
	$(GO) run ./cmd/bylaw lint

.PHONY: check
check: ## run the gates of the pull request: vet on three systems, staticcheck, gofmt, fresh docs
	sh scripts/check

.PHONY: bless
bless: ## renew goldens; RULE=id renews one rule's, TEST=pattern those of the tests that match
	$(GO) run ./internal/bless $(if $(RULE),-rule $(RULE)) $(if $(TEST),-test $(TEST))

.PHONY: docs
docs: ## write the generated pages: docs/rules and the command reference
	$(GO) run ./internal/docgen

.PHONY: new-rule
new-rule: ## scaffold a rule: make new-rule ID=naming/field-name-case
	$(GO) run ./internal/newrule $(ID)

.PHONY: proof
proof: ## run the long proofs: the whole corpus, fuzzing, the comparison with other tools
	sh scripts/proof
