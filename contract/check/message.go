package check

import (
	"errors"
	"fmt"
	"mime"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	problem "github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/internal/support/jsonpb"
	"github.com/bylaw-dev/bylaw/internal/support/valid"
	"github.com/bylaw-dev/bylaw/internal/support/wire"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// sent is one message of a call.
type sent struct {
	*interaction
	payload *contract.Payload
	kind    protoreflect.MessageDescriptor
	message *dynamicpb.Message
	answer  bool
	foreign []finding // about fields that the spec doesn't have
}

// message checks one message of a call. What it doesn't hold is checked in requests only: of an answer
// the contract says what its consumer uses.
func (x *interaction) message(m protoreflect.MethodDescriptor, kind protoreflect.MessageDescriptor, p *contract.Payload, answer bool) {
	s := &sent{interaction: x, payload: p, kind: kind, message: dynamicpb.NewMessage(kind), answer: answer}
	if media, _ := typeOf(p); strings.Contains(media, "json") || media == "" {
		x.contradictions(s.part(), match.Message(p, p))
	}
	media, named := typeOf(p)
	if named != "" && named != string(kind.FullName()) && named != string(kind.Name()) { // which is how Pact's plugin calls it
		s.tell("", p.Body.Span, x.rpc.about(m.FullName()), fmt.Sprintf("the message is a %s, but %s has a %s there", named, m.FullName(), kind.FullName()))
		return
	}
	switch {
	case p.Body.Presence != contract.Present:
	case strings.Contains(media, "json") || media == "" && p.Body.JSON != nil:
		s.json()
	case strings.Contains(media, "protobuf") || strings.Contains(media, "grpc"):
		s.binary()
	default:
		x.overlook("what is in a message of the type " + media + " is not looked at")
		return
	}
	s.relies()
	s.rules()
}

// typeOf returns the media type of a message, and the name of the message that it has as a parameter.
func typeOf(p *contract.Payload) (media, message string) {
	text := p.Body.ContentType
	for _, m := range p.Metadata {
		if text == "" && (strings.EqualFold(m.Key, "contentType") || strings.EqualFold(m.Key, "content-type")) {
			text = m.Value.Text
		}
	}
	media, parameters, err := mime.ParseMediaType(text)
	if err != nil {
		media, _, _ = strings.Cut(text, ";")
	}
	return media, strings.TrimPrefix(parameters["message"], ".")
}

// tell says that something of the message breaks the spec.
func (s *sent) tell(field string, span source.Span, about *spec.Node, message string) {
	f := finding{rule: Request, severity: report.Error, span: span, about: about, part: s.part(), path: generic(field), message: "the request breaks the spec: " + message}
	if s.answer {
		f.rule, f.message = Response, "the spec's answer can't have what is expected: "+message
		if rule, _ := match.RuleAt(contract.In(s.payload.Rules, contract.InBody), steps(field)); field != "" && rule != nil && !exact(rule) {
			f.rule, f.severity, f.message = Example, report.Warning, "the example is no value of the spec: "+message+"; the matcher may take others"
		}
	}
	s.say(f)
}

// part returns the part that the message is.
func (s *sent) part() Part {
	if s.answer {
		return InField
	}
	return InRequestBody
}

// generic returns the path of a field such as items[0].name as that of a Use.
func generic(field string) string {
	if field == "" {
		return "$"
	}
	all := steps(field)
	for i := range all {
		if all[i].Kind == contract.Index {
			all[i].Kind = contract.AnyIndex
		}
	}
	return contract.Path{Steps: all}.String()
}

// steps returns the path of a field such as items[0].name.
func steps(field string) []contract.Step {
	p, err := contract.ParsePath("$." + field)
	if err != nil {
		return []contract.Step{{Kind: contract.Root}}
	}
	return p.Steps
}

// json reads the message as ProtoJSON.
func (s *sent) json() {
	var r wire.Reader
	r.Reset(wire.Neutral)
	o := jsonpb.Options{Types: s.rpc.types, AllowPartial: s.answer}
	if n, ok := jsonpb.Parse(&r, s.payload.Body.Content, o); ok {
		jsonpb.Read(&r, n, s.message, o)
	}
	for _, v := range r.Violations() {
		span, about := s.place(v.Field)
		if v.Code == problem.UnknownField && s.answer {
			s.say(finding{
				rule: UndeclaredField, part: InField, path: generic(v.Field), severity: report.Error, span: span, about: about, note: "the spec has other fields here",
				message: fmt.Sprintf("the consumer needs %s, which %s", v.Field, v.Description), cure: "have the consumer do without it, or restore the field in the spec",
			})
			continue
		}
		s.tell(v.Field, span, about, strings.TrimSpace(v.Field+" "+v.Description))
	}
}

// binary reads the message as it travels.
func (s *sent) binary() {
	if err := (proto.UnmarshalOptions{AllowPartial: true, Resolver: s.rpc.types}).Unmarshal(s.payload.Body.Content, s.message); err != nil {
		s.tell("", s.payload.Body.Span, s.rpc.about(s.kind.FullName()), fmt.Sprintf("the bytes are no %s", s.kind.FullName()))
		return
	}
	if found, err := (rpc.Message{Files: s.rpc.files, Kind: s.kind}).Compare(s.payload, s.payload.Body.Content); err == nil { // else there are fields that unknown tells
		s.contradictions(s.part(), found)
	}
	s.unknown(s.message)
	slices.SortFunc(s.foreign, func(a, b finding) int { return strings.Compare(a.key, b.key) })
	for _, f := range s.foreign {
		s.say(f)
	}
}

// unknown notes the fields that the message and all within it have and the spec hasn't, or has as another type.
func (s *sent) unknown(m protoreflect.Message) {
	for rest := m.GetUnknown(); len(rest) > 0; {
		number, _, n := protowire.ConsumeField(rest)
		if n < 0 {
			break
		}
		rest = rest[n:]
		f := finding{
			rule: UndeclaredField, part: s.part(), severity: report.Error, span: s.payload.Body.Span, about: s.rpc.about(m.Descriptor().FullName()), note: "the spec has other fields here",
			key:     fmt.Sprintf("%s %d", m.Descriptor().FullName(), number),
			message: fmt.Sprintf("the consumer needs field %d of %s, which the spec doesn't have, or has as another type", number, m.Descriptor().FullName()),
			cure:    "have the consumer do without it, or restore the field in the spec",
		}
		if !s.answer {
			f.rule, f.severity = UndeclaredInput, report.Warning
			f.message = fmt.Sprintf("the spec has no field %d of %s, or has it as another type, so that a server overlooks it", number, m.Descriptor().FullName())
		}
		s.foreign = append(s.foreign, f)
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Message() != nil && !f.IsMap() && !f.IsList() {
			s.unknown(v.Message())
		}
		entries(f, v, func(_ string, entry protoreflect.Message) { s.unknown(entry) })
		return true
	})
}

// rules holds the message against the rules of the spec.
func (s *sent) rules() {
	var broken *valid.Error
	if !errors.As(s.rpc.rules.Check(s.message), &broken) {
		return
	}
	for _, v := range broken.Violations {
		if s.answer && !isSet(s.message, v.Field()) {
			continue
		}
		span, about := s.place(v.Field())
		s.tell(v.Field(), span, about, strings.TrimSpace(v.Field()+": "+v.Message))
	}
}

// isSet reports whether a message has the field of a path such as items[0].name.
func isSet(m protoreflect.Message, path string) bool {
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	f := m.Descriptor().Fields().ByName(protoreflect.Name(path[:end]))
	if f == nil || !m.Has(f) {
		return false
	}
	if rest, below := strings.CutPrefix(path[end:], "."); below {
		return isSet(m.Get(f).Message(), rest)
	}
	set := true
	entries(f, m.Get(f), func(subscript string, entry protoreflect.Message) {
		if rest, below := strings.CutPrefix(path[end:], subscript+"."); below {
			set = isSet(entry, rest)
		}
	})
	return set
}

// entries visits the messages of a list or map, with the subscripts that paths have for them.
func entries(f protoreflect.FieldDescriptor, v protoreflect.Value, visit func(string, protoreflect.Message)) {
	switch {
	case f.IsMap() && f.MapValue().Message() != nil:
		v.Map().Range(func(key protoreflect.MapKey, v protoreflect.Value) bool {
			subscript := key.String()
			if f.MapKey().Kind() == protoreflect.StringKind {
				subscript = strconv.Quote(subscript)
			}
			visit("["+subscript+"]", v.Message())
			return true
		})
	case f.IsList() && f.Message() != nil:
		for i := range v.List().Len() {
			visit("["+strconv.Itoa(i)+"]", v.List().Get(i).Message())
		}
	}
}

// place returns where a field stands in the contract, or what holds it, and what the spec says of it.
func (s *sent) place(field string) (source.Span, *spec.Node) {
	kind, about, value, span := s.kind, s.rpc.about(s.kind.FullName()), s.payload.Body.JSON, s.payload.Body.Span
	for _, step := range steps(field)[1:] {
		if step.Kind == contract.Index {
			if value != nil && step.Index < len(value.Items) {
				value = value.Items[step.Index]
				span = value.Span
			}
			continue
		}
		var f protoreflect.FieldDescriptor
		if kind != nil {
			f = kind.Fields().ByName(protoreflect.Name(step.Name))
		}
		names := []string{step.Name}
		if kind = nil; f != nil {
			names, kind = append(names, f.JSONName()), f.Message()
			if node := s.rpc.about(f.FullName()); node != nil {
				about = node
			}
		}
		var next *spec.Value
		for _, name := range names {
			if m := value.Member(name); m != nil {
				next, span = m.Value, m.KeySpan
			}
		}
		value = next
	}
	return span, about
}
