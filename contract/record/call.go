package record

import (
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/protobuf/types/dynamicpb"

	protobuf "google.golang.org/protobuf/proto"

	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/internal/support/valid"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// Call is a call over gRPC with all that went over it.
type Call struct {
	Path         string // "/shop.v1.Orders/Get"
	Header       http.Header
	Requests     [][]byte
	AnswerHeader http.Header
	Replies      [][]byte
	Trailer      http.Header
	Cut          bool // the consumer ended it before the provider did
}

// heard is one call that is being looked at.
type heard struct {
	*Recorder
	*Call
	method   *method
	status   rpc.Status
	hidden   *secrets
	findings []finding
	spoilt   bool
}

// LearnCall is Learn for a call over gRPC.
func (r *Recorder) LearnCall(x *Call) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.seen++
	h := &heard{Recorder: r, Call: x, hidden: &secrets{before: &r.before}}
	made := h.dialogue()
	r.end(h.findings, h.hidden)
	if made != nil && !h.spoilt && r.keepCall(made, h) {
		r.save()
	}
}

func (h *heard) refuse(rule string, severity report.Severity, format string, args ...any) {
	h.spoilt = true
	h.note(rule, severity, fmt.Sprintf(format, args...)+"; not recorded")
}

func (h *heard) note(rule string, severity report.Severity, message string) {
	f := finding{rule: rule, severity: severity, message: message}
	if h.method != nil {
		f.message, f.about = h.method.called+": "+message, h.method.about
	}
	h.findings = append(h.findings, f)
}

// dialogue returns what is learned from the call, nil if it is nothing.
func (h *heard) dialogue() *dialogue {
	h.credentials(h.hidden, h.Header)
	h.credentials(h.hidden, h.AnswerHeader)
	h.credentials(h.hidden, h.Trailer)
	if h.method = h.calls.methods[h.Path]; h.method == nil {
		h.refuse(UnknownOperation, report.Error, "%s: the spec has no such method", h.shape(h.Path))
		return nil
	}
	for _, name := range []string{"Authorization", "Cookie"} {
		if h.Header.Get(name) != "" {
			h.redacted("the metadata "+strings.ToLower(name)+" of the call", "a credential")
		}
	}
	if !h.ended() {
		return nil
	}
	d := &dialogue{method: h.method, status: h.status, how: rpc.Exactly, states: h.options.States}
	h.asked(d)
	h.answered(d)
	if h.hidden.own.lost {
		h.refuse(NotRecordable, report.Warning, "more than %d values must not be written", mostParts)
	}
	if h.spoilt || !h.sealed(d) {
		return nil
	}
	return d
}

// ended reads how the call ended. Of one that the consumer has cut, the first answers are known.
func (h *heard) ended() bool {
	if h.Cut {
		if len(h.Replies) == 0 {
			h.refuse(NotRecordable, report.Warning, "the consumer ended the call before there was an answer")
		}
		return !h.spoilt
	}
	all := h.AnswerHeader.Clone()
	for name, values := range h.Trailer {
		all[name] = values
	}
	status, err := rpc.StatusOf(all)
	if h.status = status; err != nil {
		h.refuse(Response, report.Error, "%s", err)
	}
	return err == nil
}

func (h *heard) redacted(what, why string) {
	h.note(Redacted, report.Info, fmt.Sprintf("%s is not written (%s)", what, why))
}

func (h *heard) walker(strict bool) *messageWalker {
	return &messageWalker{Recorder: h.Recorder, services: h.calls, strict: strict, guarded: h.method.guarded, hidden: h.hidden}
}

// asked takes what is recorded of the consumer's messages.
func (h *heard) asked(d *dialogue) {
	if len(h.Requests) > mostItems {
		h.refuse(NotRecordable, report.Warning, "the consumer sends more than %d messages", mostItems)
		return
	}
	for _, content := range h.Requests {
		v, unknown, err := rpc.Decode(h.method.Input(), content, false)
		switch {
		case err != nil:
			h.refuse(Request, report.Error, "the request breaks the spec: it is no %s", h.method.Input().FullName())
			return
		case unknown > 0:
			h.refuse(Undeclared, report.Warning, "the consumer sends a field of %s that the spec doesn't declare", h.method.Input().FullName())
		}
		h.breaks(content)
		w := h.walker(true)
		d.requests = append(d.requests, w.message(v, h.method.Input(), place{path: "$"}))
		if w.large != "" {
			h.refuse(NotRecordable, report.Warning, "%s has more than %d items of different shapes", w.large, mostItems)
		}
	}
	if len(h.Requests) == 0 && !h.method.IsStreamingClient() {
		h.refuse(NotRecordable, report.Warning, "the consumer sends no message")
	}
}

// breaks tells which rules of the spec a request breaks: an answer to that is one to a mistake.
func (h *heard) breaks(content []byte) {
	for _, v := range h.calls.broken(h.method, content) {
		h.refuse(Request, report.Error, "the request breaks the spec: %s", v)
	}
}

// broken returns the rules that a request breaks, of declared names alone.
func (s *services) broken(m *method, content []byte) []string {
	message := dynamicpb.NewMessage(m.Input())
	if (protobuf.UnmarshalOptions{AllowPartial: true, Resolver: dynamicpb.NewTypes(s.files)}).Unmarshal(content, message) != nil {
		return []string{"it is malformed"}
	}
	violations := s.rules.Start()
	violations.Check(message)
	return told(violations.Err())
}

// told names rules that are broken without the keys of maps, which are data.
func told(err error) []string {
	broken, ok := err.(*valid.Error)
	if !ok {
		return nil
	}
	var all []string
	for _, v := range broken.Violations {
		field := v.Field()
		if at := strings.IndexByte(field, '['); at >= 0 {
			field = field[:at] + "[…]"
		}
		all = append(all, strings.TrimSpace(field+" "+v.ID))
	}
	return all
}

// answered takes what is recorded of the answers: what all of them have. Errors have no message.
func (h *heard) answered(d *dialogue) {
	switch {
	case h.status.Code != 0:
		return
	case h.Cut:
		d.how = rpc.First
	case h.method.IsStreamingServer() && len(h.Replies) > 0:
		d.how = rpc.Each
	case !h.method.IsStreamingServer() && len(h.Replies) != 1:
		h.refuse(Response, report.Error, "the provider answers with %d messages", len(h.Replies))
		return
	}
	var all []*node
	strange := false
	for _, content := range h.Replies {
		v, unknown, err := rpc.Decode(h.method.Output(), content, false)
		if err != nil {
			h.refuse(Response, report.Error, "the answer breaks the spec: it is no %s", h.method.Output().FullName())
			return
		}
		strange = strange || unknown > 0
		all = append(all, h.walker(false).message(v, h.method.Output(), place{path: "$"}))
	}
	if strange {
		h.note(Undeclared, report.Warning, fmt.Sprintf("the answer has a field of %s that the spec doesn't declare; it is left out", h.method.Output().FullName()))
	}
	if all = folded(all); len(all) > 0 {
		d.reply = all[0]
	}
}

// sealed replaces all texts by what may be written; false: nothing may be put in the place of one.
func (h *heard) sealed(d *dialogue) bool {
	for _, n := range d.requests {
		h.seal(n, spec.InRequest, "the request")
	}
	if d.reply != nil {
		h.seal(d.reply, spec.InResponse, "the answer")
	}
	return !h.spoilt
}

func (h *heard) seal(n *node, direction spec.Direction, of string) {
	seal(h.calls.values, h.hidden, n, direction)
	n.every(func(n *node) {
		switch {
		case n.why != "" && n.example == nil && n.kinds&scalars != 0:
			h.refuse(NotRecordable, report.Warning, "%s of %s must not be written, and nothing that the spec allows can be put in its place", n.path, of)
		case n.why != "":
			h.redacted(n.path+" of "+of, n.why)
		}
	})
}
