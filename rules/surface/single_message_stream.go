package surface

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules/internal/phrase"
	"github.com/bylaw-dev/bylaw/rules/internal/standard"
	"github.com/bylaw-dev/bylaw/spec"
)

var singleMessageStream = lint.New(lint.Meta{
	ID:       "single-message-stream",
	Title:    "a stream sends lists, and doesn't say that each is only a part",
	Group:    "surface",
	Severity: report.Info,
	Formats:  lint.ProtoOnly,
	Since:    "2026.1",
	Presets:  lint.Strict,
}, lint.Hooks{Operation: func(p *lint.Pass, o *spec.Operation) {
	if o.Streaming != spec.ServerStreaming {
		return
	}
	answer := o.ResponseType()
	if answer == nil || len(answer.Fields) != 1 || answer.Fields[0].Type.Resolve().Kind != spec.KindArray {
		return
	}
	f := answer.Fields[0]
	items := f.Type.Resolve().Items.Resolve()
	if items == nil || items.Kind != spec.KindObject || saysPart(o.Doc, answer.Doc, f.Doc) {
		return
	}
	p.Report(&o.Node, o.Responses[0].NameSpan,
		fmt.Sprintf("%s streams messages that are nothing but a list of %s: if one of them holds all, nothing is gained by the stream, and memory and message limits are those of a single answer", standard.Label(o), f.Name),
		lint.Cure(fmt.Sprintf("stream %s one by one, or say how many a message holds at most", f.Name)))
}})

// saysPart reports whether documentation says that a message holds only some.
func saysPart(docs ...string) bool {
	for _, doc := range docs {
		doc = strings.ToLower(phrase.Line(doc, 2000))
		for _, word := range []string{"batch", "chunk", "part of", "partial", "portion", "subset", "block", "at most", "up to", "maximum", "page"} {
			if strings.Contains(doc, word) {
				return true
			}
		}
	}
	return false
}
