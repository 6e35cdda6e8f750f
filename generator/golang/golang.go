// Package golang is the Go target: it lowers the operations of an OpenAPI contract to a server that
// enforces the contract, a client, a fake and the tests that hold the server to it. Everything is
// decided here, types by its subpackage schema; templates only print. It must not know how a spec is
// read, nor where files go.
package golang

import (
	"github.com/bylaw-dev/bylaw/generator"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/templates"
)

// New returns the target.
func New() generator.Target { return target{} }

type target struct{}

// Language returns how Go is printed.
func (target) Language() generator.Language {
	return generator.Language{Name: "go", Templates: templates.Go(), Format: layOut, Diagnostics: Diagnostics()}
}

// Lower decides how the API looks in Go.
func (target) Lower(api *spec.API, o generator.Options) (*generator.Plan, []report.Finding) {
	l := newLowering(api, o)
	if api.Format != spec.OpenAPI {
		l.refuse(&api.Node, api.NameSpan, "unsupported-format", "Go servers are generated from OpenAPI", "generate from the OpenAPI document of this API")
		return &generator.Plan{}, l.report()
	}
	l.collect()
	l.lower()
	plan := l.plan()
	return plan, l.report()
}
