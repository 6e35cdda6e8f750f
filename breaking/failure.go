package breaking

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/crash"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// runAll calls the hooks. One that panics is a failure of its check and keeps no other from running.
func runAll[T any](p *Pass, hooks []hook[T], pair Pair[T]) {
	for next := 0; next < len(hooks); {
		next = runFrom(p, hooks, pair, next)
	}
}

func runFrom[T any](p *Pass, hooks []hook[T], pair Pair[T], start int) (next int) {
	defer func() {
		if v := recover(); v != nil {
			p.walk.failed(p, v)
		}
	}()
	for next = start; next < len(hooks); {
		h := hooks[next]
		next++
		p.check = h.check
		h.call(p, pair)
	}
	return next
}

// failed notes that a check broke. One that breaks again is not told again, lest it drown the rest.
func (w *walk) failed(p *Pass, value any) {
	f := failure("check "+p.check.ID, p.element.Either(), value)
	known := func(other report.Finding) bool { return other.Message == f.Message }
	if !slices.ContainsFunc(w.failures, known) {
		w.failures = append(w.failures, f)
	}
}

// failure is the finding about something that panicked. It is to be called by what recovers.
func failure(what string, at *spec.Node, value any) report.Finding {
	return report.Finding{
		Rule: report.Internal, Severity: report.Error, Element: at.ID(), Span: cmp.Or(at.NameSpan, at.Span),
		Message: fmt.Sprintf("%s panicked (%s): %v", what, crash.Site(), value),
		Cure:    "report it with the smallest pair of specs that shows it",
	}
}
