package batch

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var batchAtomicityUndocumented = lint.New(lint.Meta{
	ID:       "batch-atomicity-undocumented",
	Title:    "nothing says what becomes of a batch when one of its items fails",
	Group:    "batch",
	Severity: report.Warning,
	Formats:  lint.BothFormats,
	AIP:      []int{233, 234, 235},
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{
	Operation: func(p *lint.Pass, o *spec.Operation) {
		if itemsOf(o) == nil || !writes(p.Words, o) || saysAtomicity(o) || answersFailures(o) {
			return
		}
		p.Report(&o.Node, o.NameSpan,
			fmt.Sprintf("nothing says what %s leaves behind when one item fails: callers have to look at each item, or send all of them again", standard.Label(o)),
			lint.Cure("say whether all items fail together, or answer which of them failed"))
	},
})

// writes reports whether the verb of the batch changes something.
func writes(l *words.Lexicon, o *spec.Operation) bool {
	for _, word := range words.Split(o.Name) {
		if verb, ok := l.LookupVerb(word); ok && word != "batch" && word != "bulk" {
			return verb.Writes
		}
	}
	return o.Method() != "GET" && o.Method() != ""
}

// outcomes finds the words by which a documentation says what becomes of the other items.
var outcomes = regexp.MustCompile(`(?i)\b(?:atomic\w*|all[- ]or[- ](?:nothing|none)|partial\w*|transaction\w*|best[- ]effort|independent\w*|individual\w*|` +
	`fails?|failed|failures?|succeeds?|succeeded|roll(?:s|ed)? back|errors?|invalid|skipped|ignored)\b`)

// ofSome finds the words by which a failure says that it comes of some items alone.
var ofSome = regexp.MustCompile(`(?i)\b(?:one or more|some of|any of|at least one)\b`)

// saysAtomicity reports whether the documentation says what becomes of a batch that fails in part.
func saysAtomicity(o *spec.Operation) bool {
	docs := []string{o.Doc, o.Summary}
	if t := o.RequestType(); t != nil {
		docs = append(docs, t.Doc)
	}
	if t := o.ResponseType(); t != nil {
		docs = append(docs, t.Doc)
	}
	for _, r := range o.Responses {
		if strings.HasPrefix(r.Status, "2") {
			docs = append(docs, r.Doc)
		} else if ofSome.MatchString(phrase.Head(r.Doc, 400)) {
			return true
		}
	}
	return slices.ContainsFunc(docs, func(doc string) bool { return outcomes.MatchString(phrase.Head(doc, 4096)) })
}

// answersFailures reports whether the answer says of each item, or in a list of their own, which failed.
func answersFailures(o *spec.Operation) bool {
	for _, item := range itemsAnswered(o) {
		if item != nil && item.ID() == "google.rpc.Status" || item != nil && slices.ContainsFunc(item.AllFields(), isFailure) {
			return true
		}
	}
	answer := o.ResponseType()
	return answer != nil && slices.ContainsFunc(answer.AllFields(), func(f *spec.Field) bool {
		return slices.ContainsFunc(words.Split(f.Name), func(word string) bool {
			return word == "failed" || word == "failures" || word == "failure" || word == "errors" || word == "error" || word == "statuses" || word == "status"
		})
	})
}
