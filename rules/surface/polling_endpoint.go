package surface

import (
	"fmt"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

type pollingOptions struct {
	Inputs []string `json:"inputs"`
	Nouns  []string `json:"nouns"`
}

var pollingEndpoint = lint.NewWith(lint.Meta{
	ID:       "polling-endpoint",
	Title:    "consumers have to ask again and again for what is new",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.BothFormats,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, pollingOptions{
	Inputs: []string{"since", "since_id", "since_time", "changed_since", "updated_since", "modified_since", "last_event_id", "last_seen_id", "start_history_id"},
	Nouns:  []string{"change", "changes", "delta", "deltas", "event", "events", "history", "notification", "notifications", "poll", "update", "updates"},
}, func(options pollingOptions) lint.Hooks {
	return lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
		if o.Kind != spec.Call || o.Streaming != 0 || o.Method() != "GET" && o.Method() != "" || !options.isAboutNews(o) {
			return
		}
		if _, lists := standard.CollectionOf(p.Words, o); !lists {
			return
		}
		for _, input := range o.Inputs() {
			if slices.Contains(options.Inputs, words.Snake.Write(input.Name)) {
				node := standard.Declared(&input)
				p.Report(&o.Node, place(o, node),
					fmt.Sprintf("%s tells what is new since %s: every consumer asks again and again, mostly for nothing, and learns of it late", standard.Label(o), input.Name),
					lint.Cure("offer a stream of server-sent events, a server-streaming rpc or a webhook besides"))
				return
			}
		}
	}}
})

// place returns where the operation or one of its parameters stands; fields of messages that others use too
// are left to them.
func place(o *spec.Operation, input *spec.Node) source.Span {
	if o.Span.Contains(input.NameSpan) {
		return input.NameSpan
	}
	return o.NameSpan
}

// isAboutNews reports whether the operation's name or the end of its path says that it tells what happened.
func (options pollingOptions) isAboutNews(o *spec.Operation) bool {
	for _, name := range []string{o.Name, standard.End(o.Path()).Text} {
		all := words.Split(name)
		if len(all) > 0 && slices.Contains(options.Nouns, all[len(all)-1]) {
			return true
		}
	}
	return false
}
