package resources

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

type getWithBodyOptions struct {
	Methods []string `json:"methods"`
}

// Validate refuses methods that may have a body, and those that do not exist.
func (o getWithBodyOptions) Validate() error {
	for _, m := range o.Methods {
		if m != "GET" && m != "HEAD" && m != "DELETE" {
			return fmt.Errorf("method %q is none of GET, HEAD and DELETE", m)
		}
	}
	return nil
}

var getWithBody = lint.NewWith(lint.Meta{
	ID:       "get-with-body",
	Title:    "a GET, HEAD or DELETE takes a request body",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{127, 131, 132, 135, 136},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, getWithBodyOptions{[]string{"GET", "HEAD", "DELETE"}}, func(options getWithBodyOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		for i := range o.HTTP {
			b := &o.HTTP[i]
			if o.Kind != spec.Call || !slices.Contains(options.Methods, b.Method) {
				continue
			}
			if body, found := bodyOf(o, b); found {
				body.report(p, o, b)
			}
		}
	}}
})

// declaredBody is where an operation says that it takes a body.
type declaredBody struct {
	span  source.Span
	empty bool       // nothing can be sent in it
	fix   report.Fix // no edits: there is none
}

func bodyOf(o *spec.Operation, b *spec.HTTPBinding) (declaredBody, bool) {
	if a, ok := o.Attr("requestBody"); ok && o.Request != nil {
		body := declaredBody{span: a.NameSpan, empty: holdsNothing(o.Request)}
		if removal, ok := o.Syntax.Removal("requestBody"); ok && body.empty {
			body.fix = report.Fix{Title: "delete the empty body", Safety: report.Safe, Edits: []report.Edit{{Span: removal}}}
		}
		return body, true
	}
	member := bodyMember(o, b)
	if member == nil {
		return declaredBody{}, false
	}
	removal, ok := o.Syntax.Removal("(google.api.http).body") // an option of its own
	if !ok {
		removal = withoutMember(member)
	}
	fix := report.Fix{Title: "let the body's fields travel in the query", Edits: []report.Edit{{Span: removal}}}
	return declaredBody{span: member.Value.Span, fix: fix}, true
}

func (d declaredBody) report(p *lint.Pass, o *spec.Operation, b *spec.HTTPBinding) {
	message := fmt.Sprintf("%s takes a body, which has no defined meaning in a %s (RFC 9110): %s", labelOf(o, b), b.Method, hurtsIn(b.Method))
	cure := bodyCure(p.API.Format, b)
	if d.empty {
		message = fmt.Sprintf("%s declares a body in which nothing can be sent: generated clients take one all the same, "+
			"and there are servers and proxies that refuse a %s with a body", labelOf(o, b), b.Method)
		cure = "delete requestBody"
	}
	options := []lint.Option{lint.Cure(cure)}
	if len(d.fix.Edits) > 0 {
		options = append(options, lint.Fix(d.fix))
	}
	p.Report(&o.Node, d.span, message, options...)
}

// labelOf names the operation, and of an rpc the binding that is meant.
func labelOf(o *spec.Operation, b *spec.HTTPBinding) string {
	if len(o.HTTP) > 1 {
		return fmt.Sprintf("%s as %s %s", standard.Label(o), b.Method, b.Path.Raw)
	}
	return standard.Label(o)
}

// hurtsIn says what becomes of a body.
func hurtsIn(method string) string {
	if method == "DELETE" {
		return "clients leave it out, and proxies and gateways drop it or refuse the call"
	}
	return "clients can't send it, proxies drop it, and caches give the answer to one body for another"
}

func bodyCure(format spec.Format, b *spec.HTTPBinding) string {
	asPost := "POST with a verb of its own behind a colon (AIP-136)"
	if b.Method == "DELETE" {
		asPost = "POST :batchDelete (AIP-235) if it deletes several things at once"
	}
	if format == spec.Proto {
		return fmt.Sprintf("delete body: %q, so that what the path doesn't bind goes into the query, or make it a %s", b.Body, asPost)
	}
	return "declare what it needs as parameters with in: query, or make it a " + asPost
}

// holdsNothing reports whether the body is optional and each of its schemas an object that has no
// properties and allows none.
func holdsNothing(body *spec.Payload) bool {
	return !body.Required && !slices.ContainsFunc(body.Content, func(m *spec.MediaType) bool {
		t := m.Type.Resolve()
		return t == nil || t.Kind != spec.KindObject || len(t.AllFields()) > 0 || t.Schema == nil ||
			t.Schema.AdditionalProperties == nil || t.Schema.AdditionalProperties.Kind != spec.KindNever
	})
}
