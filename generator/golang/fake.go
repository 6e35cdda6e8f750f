package golang

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/spec"
)

// FakeFile is fake.go: an implementation of all interfaces that answers examples.
type FakeFile struct {
	Head
	Main       *FakeMain // what there is once; nil: in another file
	Operations []*FakeOperation
}

// FakeMain is the type Fake.
type FakeMain struct {
	Title      string
	Operations []*FakeOperation // all of them
}

// FakeOperation is one operation of the fake.
type FakeOperation struct {
	Name, Request, Result string
	Build                 []string // statements that end in a return
}

// Template returns the name of the template.
func (*FakeFile) Template() string { return "fake.go.tmpl" }

func (a *assembly) fake() {
	main := &FakeFile{Head: a.head, Main: &FakeMain{Title: oneLine(a.api.Name)}}
	for _, p := range a.parts() {
		file := main
		if p.file != "" {
			file = &FakeFile{Head: a.head}
			a.add("fake"+p.file+".go", file)
		}
		for _, o := range p.operations {
			operation := &FakeOperation{Name: o.name, Request: o.request, Result: o.result, Build: a.fakeAnswer(o)}
			file.Operations = append(file.Operations, operation)
			main.Main.Operations = append(main.Main.Operations, operation)
		}
	}
	a.add("fake.go", main)
}

// fakeAnswer returns the statements that make an example of the operation's success.
func (l *lowering) fakeAnswer(o *operation) []string {
	u := o.firstSuccess()
	lines := []string{"out := new(" + u.name + ")"}
	if u.open() {
		lines = append(lines, "out.Status = "+strconv.Itoa(exactly(u.code)))
	}
	for _, h := range u.headers {
		if !h.Required {
			continue
		}
		value, err := l.sampler.Parameter(h.Parameter, spec.InResponse)
		if err != nil {
			return l.noExample(o, &h.Node, err)
		}
		lines = append(lines, sampled(string(sample.Encode(value)), h.slot.Read("out."+h.name, "n"))...)
	}
	if len(u.media) > 0 {
		body, err := l.fakeBody(u)
		if err != nil {
			return l.noExample(o, &u.Node, err)
		}
		lines = append(lines, body...)
	}
	return append(lines, "return out, nil")
}

// firstSuccess returns the success that is declared first.
func (o *operation) firstSuccess() *use {
	for _, u := range o.answers {
		if u.success {
			return u
		}
	}
	return o.answers[0]
}

// exactly is a status within what is declared.
func exactly(code int) int {
	switch {
	case code == 0:
		return http.StatusOK
	case code < 100:
		return code * 100
	}
	return code
}

func (l *lowering) fakeBody(u *use) ([]string, error) {
	m := u.media[0]
	dst := "out." + m.field
	switch {
	case m.stream():
		return l.fakeStream(m, dst)
	case !m.typed():
		lines := []string{dst + ` = io.NopCloser(strings.NewReader("example"))`}
		if u.ranged {
			lines = append(lines, fmt.Sprintf("out.ContentType = %q", concrete(m)))
		}
		return lines, nil
	}
	value, err := l.shownBody(m)
	if err != nil {
		return nil, err
	}
	return sampled(string(sample.Encode(value)), m.slot.Read(dst, "n")), nil
}

func (l *lowering) fakeStream(m *media, dst string) ([]string, error) {
	value, err := l.sampler.JSON(httpapi.ItemOf(m.MediaType), spec.InResponse)
	if err != nil {
		return nil, err
	}
	lines := append([]string{"var item " + m.item.Go}, sampled(string(value), m.item.Read("item", "n"))...)
	return append(lines, fmt.Sprintf("%s = func(yield func(%s, error) bool) { yield(item, nil) }", dst, m.item.Go)), nil
}

// sampled returns the statements that read an example with the given ones.
func sampled(text string, read []string) []string {
	lines := []string{"if err := sampled(" + literal(text) + ", func(r *wire.Reader, n wire.Node) {"}
	lines = append(lines, read...)
	return append(lines, "}); err != nil {", "return nil, err", "}")
}

// literal is a Go string that reads well.
func literal(text string) string {
	if strconv.CanBackquote(text) && !strings.Contains(text, "\t") {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// noExample has the fake say that it can't answer.
func (l *lowering) noExample(o *operation, n *spec.Node, err error) []string {
	l.warn(n, n.NameSpan, "no-example", fmt.Sprintf("the fake can't answer %s, for no example of this could be made: %v", label(o.Operation), err), "give an example")
	o.unfaked = "no example of its answer could be made: " + err.Error()
	return []string{fmt.Sprintf("return nil, boundary.Unimplemented(%q)", label(o.Operation))}
}
