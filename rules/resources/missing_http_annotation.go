package resources

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type missingHTTPAnnotationOptions struct {
	EveryService bool `json:"every_service"`
	Streams      bool `json:"streams"`
}

var missingHTTPAnnotation = lint.NewWith(lint.Meta{
	ID:       "missing-http-annotation",
	Title:    "an rpc can't be called over HTTP, though its neighbours can",
	Group:    "resources",
	Severity: report.Warning,
	Formats:  lint.ProtoOnly,
	AIP:      []int{127},
	Since:    "2026.1",
	Fix:      lint.SometimesFixable,
	Presets:  lint.Recommended | lint.AIP,
}, missingHTTPAnnotationOptions{}, func(options missingHTTPAnnotationOptions) lint.Hooks {
	return lint.Hooks{Service: func(p *lint.Pass, s *spec.Service) {
		annotated := slices.IndexFunc(s.Operations, func(o *spec.Operation) bool { return len(o.HTTP) > 0 })
		if annotated < 0 && !options.EveryService {
			return
		}
		missing := slices.DeleteFunc(slices.Clone(s.Operations), func(o *spec.Operation) bool {
			return len(o.HTTP) > 0 || !options.mayHave(o) || isInternal(o)
		})
		if len(missing) > 0 {
			reportUnannotated(p, missing, annotated >= 0)
		}
	}}
})

// mayHave reports whether HTTP can carry the rpc as it is: it knows no two streams at once.
func (options missingHTTPAnnotationOptions) mayHave(o *spec.Operation) bool {
	return o.Streaming == 0 || options.Streams && o.Streaming != spec.ClientStreaming|spec.ServerStreaming
}

// isInternal reports whether an rpc is said to be none of the public's business.
func isInternal(o *spec.Operation) bool {
	hidden := o.Visibility != "" || words.First(o.Name) == "internal"
	for _, n := range []*spec.Node{&o.Node, &o.Service.Node} {
		hidden = hidden || n.Policy != nil && n.Policy.Tier == "internal"
	}
	return hidden
}

func reportUnannotated(p *lint.Pass, missing []*spec.Operation, someAre bool) {
	binder := newBinder(p.API)
	wanted := map[binding]int{} // how many rpcs should have it
	for _, o := range missing {
		wanted[binder.propose(p.Words, o)]++
	}
	for _, o := range missing {
		message := standard.Label(o) + " can't be called over HTTP: no rpc of " + o.Service.Name + " can"
		if someAre {
			message = fmt.Sprintf("%s can't be called over HTTP, though other rpcs of %s can: consumers of the REST API miss it, "+
				"and it isn't in the OpenAPI document that is generated", standard.Label(o), o.Service.Name)
		}
		b := binder.propose(p.Words, o)
		cure := []lint.Option{lint.Cure(fmt.Sprintf("add option (google.api.http) = {%s}", strings.Join(b.members(), " ")))}
		if wanted[b] == 1 {
			cure = append(cure, binder.annotate(p.Words, o, b)...)
		}
		p.Report(&o.Node, o.NameSpan, message, cure...)
	}
}
