package record

import (
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/ready"
	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/param"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// answerHeaders reads the headers that the spec declares for the answer. Others are nobody's promise, and cookies are
// never recorded.
func (l *look) answerHeaders(i *interaction, w *walker) {
	for _, p := range i.answer.Headers {
		if httpapi.IgnoredHeader(p.Name) || strings.EqualFold(p.Name, "Set-Cookie") {
			continue
		}
		in := ready.NewInput(p, l.operation.document.checker)
		lines := l.AnswerHeader.Values(p.Name)
		if len(lines) == 0 {
			if p.Required {
				l.refuse(Response, report.Error, &p.Node, "the answer %d lacks the header %s", l.Status, p.Name)
			}
			continue
		}
		if n, ok := param.Header(w.reader, lines, p.Name, in.As, in.Shape); ok {
			in.Check(w.reader, n)
			g := w.input(&in, n, namesVersion(p.Name))
			g.in, g.values = spec.InHeader, []string{strings.Join(lines, ", ")}
			i.headers = append(i.headers, g)
		}
	}
	w.reader.At(errors.Body, "")
}

// mediaOf returns the media type of the spec that the answer is of; nil: it is of none.
func (l *look) mediaOf(answer *spec.Response) *media {
	var names []string
	for _, m := range answer.Content {
		names = append(names, httpapi.MediaName(m))
	}
	if len(names) == 0 {
		return nil
	}
	declared := l.AnswerHeader.Get("Content-Type")
	if declared == "" {
		declared = http.DetectContentType(l.Answer)
	}
	if at := boundary.MediaType(http.Header{"Content-Type": {declared}}, names...); at >= 0 {
		return l.operation.document.media(answer.Content[at])
	}
	return nil
}
