package custom

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/family"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type customMethodHTTPVerbOptions struct {
	BatchGetByGet bool `json:"batch_get_by_get"`
	StandardVerbs bool `json:"standard_verbs"`
}

var customMethodHTTPVerb = lint.NewWith(lint.Meta{
	ID:       "custom-method-http-verb",
	Title:    "a custom method goes by an HTTP method that promises something else",
	Group:    "custom",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{136, 144, 152, 162, 164, 165, 231, 233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.Recommended | lint.AIP,
}, customMethodHTTPVerbOptions{}, func(options customMethodHTTPVerbOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || len(o.HTTP) == 0 {
			return
		}
		member, known := family.Of(p.Words, o)
		for i := range o.HTTP {
			b := &o.HTTP[i]
			want := "POST, or GET if it changes nothing"
			wrong := isColon(b) && b.Method != "GET" && b.Method != "POST" && (options.StandardVerbs || !isItsVerb(p.Words, o, b))
			if known {
				want, wrong = member.HTTP, options.contradicts(b, member)
			}
			if wrong && !verbSaysIt(p.Words, o, b.Method) {
				p.Report(&o.Node, b.MethodSpan, fmt.Sprintf("%s is a %s: %s", action(p.API.Format, o, b), b.Method, promise(b.Method)), lint.Cure("use "+want))
				return
			}
		}
	}}
})

// contradicts reports whether a method of a family goes by another HTTP method than its AIP says. The
// names that a batch reads may be too many for a URL.
func (options customMethodHTTPVerbOptions) contradicts(b *spec.HTTPBinding, m family.Member) bool {
	switch {
	case b.Method == m.HTTP || m.HTTP == "GET" && b.Method == "POST" && !options.BatchGetByGet:
		return false
	case m.Family == family.Element:
		return isColon(b) || b.Method == "PATCH" || b.Method == "PUT"
	}
	return isColon(b)
}

// isItsVerb reports whether the name or the path says what the HTTP method says: :updateConfig by PATCH.
func isItsVerb(l *words.Lexicon, o *spec.Operation, b *spec.HTTPBinding) bool {
	says := map[string][]string{
		"PATCH":  {"update", "patch", "modify"},
		"PUT":    {"replace", "put", "set"},
		"DELETE": {"delete", "remove", "destroy"},
	}[b.Method]
	return slices.Contains(says, standard.Verb(l, o)) || slices.Contains(says, words.First(standard.End(b.Path).Text))
}

// verbSaysIt reports whether the verb of the name contradicts the HTTP method by itself, which
// http-verb-mismatch reports of every operation.
func verbSaysIt(l *words.Lexicon, o *spec.Operation, method string) bool {
	verb := standard.Verb(l, o)
	known, ok := l.LookupVerb(verb)
	switch {
	case !ok || family.IsBatch(o):
		return false
	case method == "GET":
		return known.Writes && (known.HTTP || !known.Noun && !known.Job)
	case method == "DELETE":
		return verb == "create" || verb == "add" || verb == "insert" || verb == "update" || verb == "modify" || verb == "patch"
	}
	return false
}

// action names what goes by the HTTP method: the rpc, or the verb behind the colon.
func action(format spec.Format, o *spec.Operation, b *spec.HTTPBinding) string {
	if format == spec.Proto || !isColon(b) {
		return standard.Label(o)
	}
	return ":" + standard.End(b.Path).Text
}

func isColon(b *spec.HTTPBinding) bool { return standard.End(b.Path).Kind == spec.Verb }

// promise says what clients, proxies and caches take an HTTP method for (RFC 9110).
func promise(method string) string {
	switch method {
	case "GET":
		return "caches, crawlers and retries repeat a GET at will, and each time the work is done again"
	case "POST":
		return "no client or proxy repeats a POST by itself, though this may be done twice without harm"
	case "PUT":
		return "clients and proxies take it for a replacement of what the path names, and repeat it at will"
	case "PATCH":
		return "clients and proxies take it for a change of what the path names, in a patch format"
	case "DELETE":
		return "clients, proxies and audits take it for the end of what the path names, and repeat it at will"
	case "HEAD":
		return "its answer has no body, and it is repeated at will"
	}
	return "many clients and proxies know no such method, or answer it themselves"
}
