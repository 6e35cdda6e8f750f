package idempotency

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var idempotencyWindowUndocumented = lint.New(lint.Meta{
	ID:       "idempotency-window-undocumented",
	Title:    "nobody knows how long an idempotency token is remembered",
	Group:    "idempotency",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{155},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{API: func(p *lint.Pass, api *spec.API) {
	seen := map[*spec.Node]bool{}
	for _, s := range api.Services {
		for _, o := range s.Operations {
			token, ok := tokenOf(o)
			if !ok || o.Kind != spec.Call || onlyReads(p.Words, o) || standard.Classify(p.Words, o) == standard.Delete || saysHowLong(o, token) {
				continue
			}
			if declared := standard.Declared(&token); !seen[declared] {
				seen[declared] = true
				reportWindow(p, declared)
			}
		}
	}
}})

func reportWindow(p *lint.Pass, token *spec.Node) {
	cure := "declare x-bylaw-idempotency-ttl: 24h, or say it in the description"
	if p.API.Format == spec.Proto {
		cure = "declare option (bylaw.method).idempotency_ttl = \"24h\", or say it in the comment"
	}
	p.Report(token, token.NameSpan,
		fmt.Sprintf("nothing says how long %s is remembered: a client that tries again the next morning can't know whether it repeats the request or makes a new one", token.Name),
		lint.Cure(cure))
}

func saysHowLong(o *spec.Operation, token spec.Input) bool {
	return o.Policy != nil && o.Policy.IdempotencyTTL != "" || lifetimes().MatchString(docsOf(o, token))
}

// lifetimes are the ways in which documentation says for how long a token counts.
var lifetimes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:\d+|one|two|few|several|twenty-four|an?)[- ](?:full )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|` +
		`\b\d+ ?(?:s|min|h|d)\b|\bfor ever\b|\bforever\b|\bpermanently\b|\bnever expires?\b|\bexpir\w+\b|\bas long as\b|\bunique (?:across|for) all time\b`)
})
