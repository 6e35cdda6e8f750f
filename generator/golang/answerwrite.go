package golang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
)

// writeLines returns the statements of the server that send the answer x with the status, an
// expression.
func (a *answer) writeLines(status string) []string {
	var lines []string
	for _, h := range a.headers {
		if h.answerPut != "" {
			lines = append(lines, fmt.Sprintf("%s(c, x.%s)", h.answerPut, h.name))
		} else {
			lines = append(lines, h.answerLines("x."+h.name)...)
		}
	}
	if a.plain() {
		return append(lines, a.media[0].respond(status, a.chosen()))
	}
	return append(lines, a.sendLines(status)...)
}

// answerLines returns the statements that send a header of an answer.
func (p *parameter) answerLines(src string) []string {
	put := fmt.Sprintf("c.PutHeader(%s, %s, %s)", strconv.Quote(p.Name), p.style, p.slot.Shape.Check())
	if p.internal {
		put = strings.Replace(put, "PutHeader", "PutInternalHeader", 1)
	}
	if lines := joined(p.slot.Write(src, []string{put}), put); !slices.Contains(lines, put) {
		return lines
	}
	lines := p.slot.Write(src, []string{"w := " + put})
	if strings.HasPrefix(lines[0], "w := ") {
		return slices.Concat([]string{"{"}, lines, []string{"}"})
	}
	return lines
}

// plain reports whether the answer is a value in one field that is always there.
func (a *answer) plain() bool {
	if len(a.media) == 0 || !a.oneField() || !a.media[0].typed() || a.media[0].slot.Go != a.media[0].slot.Shape.Go {
		return false
	}
	shape := a.media[0].slot.Shape
	return !strings.Contains(shape.Writer()+shape.Check()+shape.Reader(), "\n")
}

// respond is the statement that sends a plain answer.
func (m *media) respond(status, mediaType string) string {
	shape := m.slot.Shape
	return fmt.Sprintf("respond(c, %s, %s, &x.%s, %s, %s)", status, mediaType, m.field, shape.Writer(), shape.Check())
}

func (a *answer) sendLines(status string) []string {
	if len(a.media) == 0 {
		return []string{"c.SendEmpty(" + status + ")"}
	}
	if a.oneField() {
		return a.media[0].send(status, a.chosen())
	}
	var offers []string
	for _, m := range a.media {
		offers = append(offers, fmt.Sprintf("boundary.Offer{Type: %q, Set: %s}", concrete(m), isSet(m, "x."+m.field)))
	}
	lines := []string{"switch c.Pick(" + strings.Join(offers, ", ") + ") {"}
	for i, m := range a.media {
		lines = append(lines, "case "+strconv.Itoa(i)+":")
		lines = append(lines, m.send(status, strconv.Quote(concrete(m)))...)
	}
	return append(lines, "}")
}

// oneField reports whether one field holds the body whatever the media type.
func (a *answer) oneField() bool {
	for _, m := range a.media {
		if m.field != a.media[0].field {
			return false
		}
	}
	return true
}

// chosen is the expression of the media type that is sent.
func (a *answer) chosen() string {
	switch first := strconv.Quote(concrete(a.media[0])); {
	case len(a.media) > 1:
		return "c.Choose(" + concreteNames(a.media) + ")"
	case a.ranged:
		return "cmp.Or(x.ContentType, " + first + ")"
	default:
		return first
	}
}

func concreteNames(all []*media) string {
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = strconv.Quote(concrete(m))
	}
	return strings.Join(names, ", ")
}

// send returns the statements that send the field of one media type.
func (m *media) send(status, mediaType string) []string {
	src := "x." + m.field
	switch {
	case m.stream():
		call := "boundary.SendItems"
		if m.event {
			call = "boundary.SendEvents"
		}
		return []string{fmt.Sprintf("%s(c, %s, %s, %s, %s, %s)", call, status, mediaType, src, m.item.Writer(), m.item.Check())}
	case !m.typed():
		return []string{fmt.Sprintf("c.SendStream(%s, %s, %s)", status, mediaType, src)}
	}
	lines := []string{fmt.Sprintf("w := c.Begin(%s, %s)", status, mediaType)}
	lines = append(lines, m.slot.Write(src, nil)...)
	return append(lines, "c.Send("+m.slot.Shape.Check()+")")
}

// readLines returns the statements of the client that read the answer into x.
func (a *answer) readLines() []string {
	var lines []string
	if a.open() {
		lines = append(lines, "x.Status = c.Status()")
	}
	for _, h := range a.headers {
		if h.answerRead != "" {
			lines = append(lines, fmt.Sprintf("x.%s = %s(c)", h.name, h.answerRead))
		} else {
			lines = append(lines, h.readLines("x."+h.name)...)
		}
	}
	if a.ranged {
		lines = append(lines, "x.ContentType = c.ContentType()")
	}
	return withReader("c", append(lines, a.receiveLines()...))
}

func (a *answer) receiveLines() []string {
	if len(a.media) == 0 {
		return nil
	}
	if a.oneField() && sameKind(a.media) {
		if m := a.media[0]; a.plain() && m.kind == httpapi.JSON {
			return []string{fmt.Sprintf("receive(c, &x.%s, %s)", m.field, m.slot.Shape.Reader())}
		}
		return a.media[0].receive()
	}
	lines := []string{"switch c.Is(" + mediaNames(a.media) + ") {"}
	for i, m := range a.media {
		lines = append(lines, "case "+strconv.Itoa(i)+":")
		lines = append(lines, m.receive()...)
	}
	return append(lines, "}")
}

func sameKind(all []*media) bool {
	for _, m := range all {
		if m.kind != all[0].kind {
			return false
		}
	}
	return true
}

// receive returns the statements that read the body of one media type.
func (m *media) receive() []string {
	dst := "x." + m.field
	switch {
	case m.stream():
		call := "client.Items"
		if m.event {
			call = "client.Events"
		}
		return []string{fmt.Sprintf("%s = %s(c, %s)", dst, call, m.item.Reader())}
	case !m.typed():
		return []string{dst + " = c.Binary()"}
	}
	lines := []string{"if n, ok := c." + m.parse() + "; ok {"}
	lines = append(lines, m.slot.Read(dst, "n")...)
	return append(lines, "}")
}
