package surface

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/spec"
)

var incompleteContract = lint.New(lint.Meta{
	ID:       "incomplete-contract",
	Title:    "a contract says nothing at all about two or more of its five parts",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	s := survey{}
	s.look(api)
	lacks := s.lacks()
	if s.operations == 0 || len(lacks) < 2 {
		return
	}
	at := firstOperation(api)
	p.Report(&api.Node, at.NameSpan,
		fmt.Sprintf("the contract of %s says nothing about %s: consumers find that out by trying, and build on it", api.Name, phrase.And(lacks)),
		lint.Cure("describe the operations, type their bodies, bound and require fields, declare errors, and say quota, cache, retries and owner"))
}})

func firstOperation(api *spec.API) *spec.Node {
	for _, s := range api.Services {
		for _, o := range s.Operations {
			return &o.Node
		}
	}
	return &api.Node
}

// survey is what the operations of an API say at all.
type survey struct {
	operations, documented, typed int
	validated, errors, policy     bool
}

func (s *survey) look(api *spec.API) {
	s.policy = hasPolicy(&api.Node)
	spec.Walk(api, &spec.Visitor{
		Service:   func(service *spec.Service) { s.policy = s.policy || hasPolicy(&service.Node) },
		Operation: s.operation,
		Type:      func(t *spec.Type) { s.validated = s.validated || t.Constraints != nil },
		Field: func(f *spec.Field) {
			s.validated = s.validated || f.Required || f.Type.Constraints != nil
		},
		Parameter: func(p *spec.Parameter) {
			s.validated = s.validated || p.Type != nil && p.Type.Constraints != nil
			s.policy = s.policy || isPolicyHeader(p.Name)
		},
	})
}

func (s *survey) operation(o *spec.Operation) {
	if o.Kind != spec.Call {
		return
	}
	s.operations++
	if o.Doc != "" || o.Summary != "" {
		s.documented++
	}
	if o.ResponseType() != nil || o.RequestType() != nil {
		s.typed++
	}
	s.policy = s.policy || hasPolicy(&o.Node) || o.Idempotency != spec.IdempotencyUnknown
	s.errors = s.errors || saysErrors(o.Doc)
	for _, r := range o.Responses {
		s.errors = s.errors || r.Status == "default" || strings.HasPrefix(r.Status, "4") || strings.HasPrefix(r.Status, "5")
		s.policy = s.policy || r.Status == "429"
	}
}

// saysErrors reports whether a documentation speaks of how a call fails.
func saysErrors(doc string) bool {
	doc = phrase.Head(doc, 4000)
	for _, word := range []string{"error", "Error", "fail", "NOT_FOUND", "INVALID_ARGUMENT", "PERMISSION_DENIED", "ALREADY_EXISTS", "UNAVAILABLE", "FAILED_PRECONDITION", "google.rpc"} {
		if strings.Contains(doc, word) {
			return true
		}
	}
	return false
}

func hasPolicy(n *spec.Node) bool {
	p := n.Policy
	return p != nil && (p.Cache != "" || p.Quota != "" || p.Retryable != nil || p.IdempotencyTTL != "" || p.SLO != "" || p.Owner != "")
}

func isPolicyHeader(name string) bool {
	name = strings.ToLower(name)
	return name == "retry-after" || name == "cache-control" || name == "idempotency-key" || strings.Contains(name, "ratelimit") || strings.Contains(name, "rate-limit")
}

// lacks returns the parts that nothing is said about.
func (s *survey) lacks() []string {
	var lacks []string
	for _, part := range []struct {
		missing bool
		name    string
	}{
		{s.documented*2 < s.operations, "what operations do"},
		{s.typed*2 < s.operations, "shapes"},
		{!s.validated, "what is valid"},
		{!s.errors, "failures"},
		{!s.policy, "limits, caching, retries and owners"},
	} {
		if part.missing {
			lacks = append(lacks, part.name)
		}
	}
	return lacks
}
