package surface

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

type mixedPlanesOptions struct {
	Verbs []string `json:"verbs"`
}

var mixedPlanes = lint.NewWith(lint.Meta{
	ID:       "mixed-planes",
	Title:    "a service both manages things and carries the traffic that uses them",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	AIP:      []int{111},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, mixedPlanesOptions{[]string{"acknowledge", "append", "consume", "dequeue", "enqueue", "infer", "ingest", "lease", "predict", "publish", "pull", "push", "record", "score", "serve", "track", "write"}}, func(options mixedPlanesOptions) lint.Hooks {
	return lint.Hooks{Service: func(p *lint.Pass, s *spec.Service) {
		manages, uses := 0, []string{}
		for _, o := range s.Operations {
			switch standard.Classify(p.Words, o) {
			case standard.Create, standard.Update, standard.Delete:
				manages++
			case standard.Custom:
				if slices.Contains(options.Verbs, standard.Verb(p.Words, o)) {
					uses = append(uses, o.Name)
				}
			}
		}
		if manages >= 3 && len(uses) >= 2 {
			p.Report(&s.Node, s.NameSpan,
				fmt.Sprintf("service %s manages resources and carries traffic (%s): both share deployments, limits and outages, though one is called a few times a day and the other all the time", s.Name, phrase.And(phrase.Fit(uses, 100))),
				lint.Cure("declare a service for each, so that the traffic goes on with the last known configuration when the other is down"))
		}
	}}
})
