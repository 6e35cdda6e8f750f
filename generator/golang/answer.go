package golang

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/golang/naming"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// answer is one response on its way to Go. A component is one answer for all operations.
type answer struct {
	*spec.Response
	name    string
	codes   []int // all that it is declared for, by any operation
	uses    int
	done    bool
	failure bool // at least one operation declares it for what isn't a success
	ranged  bool // the media type is a range, so that a field says which it is
	headers []requestField
	media   []*media
}

// use is one response that an operation declares.
type use struct {
	*answer
	code    int // 404; 4 and 5 for 4XX and 5XX, 0 for default
	success bool
	span    spec.Node
}

// open reports whether the answer has a field for its status.
func (a *answer) open() bool { return len(a.codes) > 1 || a.codes[0] < 100 }

// shared reports whether several operations have the answer.
func (a *answer) shared() bool { return a.Operation == nil || a.uses > 1 }

// countAnswers finds out which statuses each answer is declared for, before any is lowered.
func (l *lowering) countAnswers() {
	for _, o := range l.operations {
		for _, r := range o.Responses {
			code, ok := httpapi.StatusCode(r.Status)
			if !ok {
				l.warn(&r.Node, r.NameSpan, "unknown-status", fmt.Sprintf("%q is no status, so no answer is generated for it", r.Status), "write a status such as 404, a range such as 4XX, or default")
				continue
			}
			a := l.answer(r)
			a.uses++
			if !slices.Contains(a.codes, code) {
				a.codes = append(a.codes, code)
			}
			o.answers = append(o.answers, &use{answer: a, code: code, span: r.Node})
		}
		o.judge()
		if len(o.answers) == 0 {
			l.anyAnswer(o)
		}
	}
}

// answer returns the answer that stands for all uses of a response.
func (l *lowering) answer(r *spec.Response) *answer {
	for r.Target != nil && r.Target != r {
		r = r.Target
	}
	if l.answers[r] == nil {
		l.answers[r] = &answer{Response: r}
		for _, h := range r.Headers {
			l.parameter(h).uses++
		}
		l.answered = append(l.answered, l.answers[r])
	}
	return l.answers[r]
}

// judge decides which of the operation's answers are successes.
func (o *operation) judge() {
	var codes []int
	for _, u := range o.answers {
		codes = append(codes, u.code)
	}
	for i, success := range httpapi.Successes(codes) {
		u := o.answers[i]
		u.success, u.failure = success, u.failure || !success
	}
}

// anyAnswer gives an operation that declares no answer one without content, of any status.
func (l *lowering) anyAnswer(o *operation) {
	l.warn(&o.Node, o.NameSpan, "no-response", "the operation declares no response, so a status without content is all that it can answer", "declare what it answers")
	r := &spec.Response{Status: "default", Operation: o.Operation, Node: spec.Node{Parent: &o.Node, Local: "/responses/default", Span: o.Span, NameSpan: o.NameSpan}}
	a := l.answer(r)
	a.uses, a.codes = 1, []int{0}
	o.answers = []*use{{answer: a, success: true, span: r.Node}}
}

func (l *lowering) lowerAnswers(o *operation) {
	for _, u := range o.answers {
		if !u.done {
			u.done = true
			l.lowerAnswer(u, o)
		}
	}
}

func (l *lowering) lowerAnswer(u *use, o *operation) {
	a := u.answer
	a.name = l.claim(&a.Node, answerNames(u, o)...)
	fields := naming.NewScope("Body", "Status", "ContentType", "Items", "Events", "Error", "JSON", "Text", "Binary")
	for _, h := range a.Headers {
		if strings.EqualFold(h.Name, "Content-Type") {
			l.say(report.Info, &h.Node, h.NameSpan, "ignored-header", "OpenAPI leaves this header to the media type, so it is no field of the answer", "")
			continue
		}
		p := l.parameter(h)
		if p.slot == nil {
			if p.uses > 1 {
				p.answerRead = l.names.Claim("readHeader"+naming.Exported(h.Name), nil)
				p.answerPut = l.names.Claim("putHeader"+naming.Exported(h.Name), nil)
				l.headers = append(l.headers, p)
			}
			p.style, p.internal, p.answered = l.styleOf(p.Parameter), l.internal(p.Parameter), true
			if p.internal { // outsiders get answers without it
				p.style = strings.Replace(p.style, "|param.Required", "", 1)
			}
			p.slot = l.types.Slot(p.Type, headerType(a, h), p.Required, nil)
		}
		a.headers = append(a.headers, requestField{p, fields.Claim(naming.Exported(h.Name), nil)})
	}
	l.answerMedia(u, o)
}

// headerType is what the type of a header is called that has no name of its own.
func headerType(a *answer, h *spec.Parameter) string {
	if h.Operation == nil && h.Target != nil {
		return naming.Exported(h.Name) + "Header"
	}
	return a.name + naming.Exported(h.Name)
}

// answerNames are what an answer may be called: by its component, or by operation and status.
func answerNames(u *use, o *operation) []string {
	if u.Operation == nil {
		name := naming.Exported(u.Local[strings.LastIndexByte(u.Local, '/')+1:])
		return []string{name, name + "Response", name + "Answer"}
	}
	name := o.name + codeName(u.code)
	return []string{name, name + "Answer"}
}

// codeName is how a status ends the name of an answer.
func codeName(code int) string {
	switch {
	case code == 0:
		return "Default"
	case code < 100:
		return strconv.Itoa(code) + "XX"
	}
	return strconv.Itoa(code)
}

func (l *lowering) answerMedia(u *use, o *operation) {
	a := u.answer
	if bodiless(a, o) {
		if o.Method() != http.MethodHead && len(a.Content) > 0 {
			l.warn(&a.Node, a.NameSpan, "body-not-allowed", fmt.Sprintf("an answer of status %d has no body (RFC 9110), so its content is left out", u.code), "remove the content, or answer 200")
		}
		return
	}
	for _, m := range a.Content {
		result := l.newMedia(m)
		if result.kind == httpapi.Form || result.kind == httpapi.Multipart {
			l.warn(&m.Node, m.NameSpan, "unsupported-media-type", "an answer of "+result.name+" is handed over as it is: its schema is not enforced", "answer with application/json")
			result.kind = httpapi.Bytes
		}
		a.media = append(a.media, result)
		a.ranged = a.ranged || strings.Contains(result.name, "*") && result.kind == httpapi.Bytes
	}
	l.fillMedia(a.media, a.name+"Body", true, naming.NewScope())
}

// bodiless reports whether HTTP gives the answer no body.
func bodiless(a *answer, o *operation) bool {
	if a.open() {
		return false
	}
	code := a.codes[0]
	return !a.shared() && o.Method() == http.MethodHead || code < 200 || code == 204 || code == 205 || code == 304
}

// fields returns the fields of the answer's struct.
func (a *answer) fields() []Field {
	var fields []Field
	if a.open() {
		fields = append(fields, Field{Name: "Status", Go: "int"})
	}
	for _, h := range a.headers {
		fields = append(fields, Field{Name: h.name, Go: h.slot.Go, Note: "header " + h.Name})
	}
	if a.ranged {
		fields = append(fields, Field{Name: "ContentType", Go: "string", Note: "of the body"})
	}
	return append(fields, fieldsOf(a.media, "io.ReadCloser")...)
}

// errorText is the expression of what the method Error returns; "" if the answer is no error.
func (a *answer) errorText() string {
	switch {
	case !a.failure:
		return ""
	case a.open():
		return `strconv.Itoa(x.Status) + " " + http.StatusText(x.Status)`
	}
	return strconv.Quote(strings.TrimSpace(strconv.Itoa(a.codes[0]) + " " + http.StatusText(a.codes[0])))
}
