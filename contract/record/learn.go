package record

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// look is one exchange that is being looked at.
type look struct {
	*Recorder
	*Exchange
	operation *operation
	asked     *asked
	hidden    *secrets
	findings  []finding
	spoilt    bool // nothing is recorded
}

// Learn learns from one exchange. What keeps the spec becomes part of the contract, or is known already;
// all else is found and told.
func (r *Recorder) Learn(x *Exchange) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.seen++
	l := &look{Recorder: r, Exchange: x, hidden: &secrets{before: &r.before}}
	made := l.interaction()
	r.end(l.findings, l.hidden)
	if made != nil && !l.spoilt && r.keep(made, l) {
		r.save()
	}
}

// end tells what was found, and remembers what was hidden.
func (r *Recorder) end(findings []finding, hidden *secrets) {
	for _, f := range findings {
		r.say(f)
	}
	for _, text := range hidden.lasts {
		if len(r.before.parts) < mostBefore {
			r.before.add(text)
		}
	}
}

// Pass notes an exchange that can't be looked at, and why. The path is told without what may be a secret.
func (r *Recorder) Pass(method, path, why string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.seen++
	r.say(finding{rule: NotRecordable, severity: report.Warning, message: fmt.Sprintf("%s %s is not recorded: %s", r.method(method), r.shape(path), why)})
}

func (r *Recorder) save() {
	if r.options.Save == nil {
		return
	}
	if err := r.options.Save(r.written()); err != nil {
		r.say(finding{rule: NotRecordable, severity: report.Error, message: "the contract can't be written: " + err.Error()})
	}
}

// refuse notes why the exchange is not recorded.
func (l *look) refuse(rule string, severity report.Severity, about *spec.Node, format string, args ...any) {
	l.spoilt = true
	l.note(rule, severity, about, fmt.Sprintf(format, args...)+"; not recorded")
}

func (l *look) note(rule string, severity report.Severity, about *spec.Node, message string) {
	if l.operation != nil {
		message = l.operation.Method() + " " + l.operation.Path().Raw + ": " + message
		if about == nil {
			about = &l.operation.Node
		}
	}
	l.findings = append(l.findings, finding{rule, severity, message, about})
}

// shape returns a path without what may be a secret: the segments that no operation names.
func (r *Recorder) shape(path string) string {
	var shown []string
	for segment := range strings.SplitSeq(path, "/") {
		if !r.literals[segment] {
			segment = "…"
		}
		shown = append(shown, segment)
	}
	if len(shown) > 20 {
		shown = append(shown[:20], "…")
	}
	return strings.Join(shown, "/")
}

// method returns a method if it is one that people know.
func (r *Recorder) method(name string) string {
	known := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"}
	if slices.Contains(known, strings.ToUpper(name)) {
		return strings.ToUpper(name)
	}
	return "a request"
}

// interaction returns what is learned from the exchange, nil if it is nothing.
func (l *look) interaction() *interaction {
	l.credentials(l.hidden, l.Header)
	l.credentials(l.hidden, l.AnswerHeader)
	o, prefix, a, err := l.ask(l.Exchange, l.hidden)
	if err != nil || o == nil {
		l.unknown(err)
		return nil
	}
	l.operation, l.asked = o, a
	l.dropped()
	if a.refusal != nil {
		l.breaks()
		return nil
	}
	i := &interaction{operation: o, prefix: prefix, status: l.Status, states: l.options.States}
	l.sent(i)
	l.answered(i)
	if l.hidden.own.lost {
		l.refuse(NotRecordable, report.Warning, nil, "more than %d values must not be written", mostParts)
	}
	if l.spoilt {
		return nil
	}
	return l.sealed(i)
}

// dropped says which credentials are left out of the contract. Only well-known names are told: others are data.
func (l *look) dropped() {
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie"} {
		if l.Header.Get(name) != "" {
			l.redacted("header "+name+" of the request", "a credential")
		}
	}
	if l.AnswerHeader.Get("Set-Cookie") != "" {
		l.redacted(fmt.Sprintf("header Set-Cookie of the answer %d", l.Status), "a credential")
	}
	for _, name := range l.keys(spec.InHeader) {
		if l.Header.Get(name) != "" {
			l.redacted("header "+name+" of the request", "an API key")
		}
	}
}

func (l *look) unknown(err error) {
	l.spoilt = true
	why := "the spec has no such operation"
	if err != nil {
		why = err.Error()
	}
	l.findings = append(l.findings, finding{UnknownOperation, report.Error, fmt.Sprintf("%s %s: %s; not recorded", l.method(l.Method), l.shape(l.Path), why), nil})
}

// breaks tells how the request breaks the spec.
func (l *look) breaks() {
	if len(l.asked.refusal.Violations) == 0 {
		l.refuse(Request, report.Error, nil, "the request breaks the spec, so that it is answered with %d", l.asked.refusal.Status)
	}
	for _, v := range l.asked.refusal.Violations {
		l.refuse(Request, report.Error, nil, "the request breaks the spec: %s %s", l.asked.walker.tell(v), v.Description)
	}
}

// answered takes what is recorded of the answer.
func (l *look) answered(i *interaction) {
	if i.answer = l.operation.answer(l.Status); i.answer == nil {
		l.refuse(Response, report.Error, nil, "the provider answers %d, which the spec doesn't declare", l.Status)
		return
	}
	w := l.walker(l.hidden, false)
	var r wire.Reader
	r.Reset(wire.Response)
	w.document, w.reader, w.guarded = l.operation.document, &r, l.operation.template.aboutSecrets()
	l.answerHeaders(i, w)
	l.answerBody(i, w)
	for _, v := range r.Violations() {
		l.refuse(Response, report.Error, &i.answer.Node, "the answer %d breaks the spec: %s %s", l.Status, w.tell(v), v.Description)
	}
	if r.Truncated() {
		l.refuse(NotRecordable, report.Warning, &i.answer.Node, "more is wrong with the answer %d than is listed, or it takes too much work to check", l.Status)
	}
	for _, about := range w.unknown {
		l.note(Undeclared, report.Warning, &i.answer.Node, fmt.Sprintf("the answer %d has %s; it is left out", l.Status, about))
	}
}

// bodyless reports whether HTTP has no body in such an answer.
func (l *look) bodyless() bool {
	return l.Method == http.MethodHead || l.Status == http.StatusNoContent || l.Status == http.StatusNotModified
}

func (l *look) answerBody(i *interaction, w *walker) {
	if len(l.Answer) == 0 || l.bodyless() {
		if len(i.answer.Content) > 0 && !l.bodyless() {
			l.refuse(Response, report.Error, &i.answer.Node, "the answer %d has no body, but the spec says it has one", l.Status)
		}
		return
	}
	m := l.mediaOf(i.answer)
	switch {
	case m == nil:
		l.refuse(Response, report.Error, &i.answer.Node, "the answer %d is of a type that the spec doesn't declare", l.Status)
		return
	case m.kind != httpapi.JSON:
		i.responseType = m.name
		l.note(NotRecordable, report.Warning, &i.answer.Node, fmt.Sprintf("values can't be told apart in the answer %d of the type %s: its body is left out", l.Status, m.name))
		return
	}
	i.responseType = concrete(m)
	if n, ok := w.reader.ParseJSON(l.Answer, wire.Limits{}); ok {
		m.check(w.reader, n)
		i.response = w.visit(n, []*spec.Type{m.schema}, place{path: "$"})
	}
}
