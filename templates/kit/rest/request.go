package rest

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/param"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// read fills the request of a call that has but one. The error is for the edge, which adds what the rules find.
func (x *exchange) read(m proto.Message) error {
	if err := x.condition(); err != nil {
		return err
	}
	msg := m.ProtoReflect()
	x.fetch()
	if x.unread != nil {
		return x.unread
	}
	var wrong []errors.Violation
	switch {
	case x.body == nil:
	case x.binding.rawIn:
		x.document(msg, x.req.Header.Get("Content-Type"), slices.Clone(x.body))
	default:
		wrong = x.readJSON(msg, x.body)
	}
	return x.invalid(append(x.readURL(msg), wrong...))
}

// invalid is the error of all that can't be read, nil if there is nothing.
func (x *exchange) invalid(wrong []errors.Violation) error {
	x.misplaced = nil
	if len(wrong) == 0 {
		return nil
	}
	for _, v := range wrong {
		if x.locate(v.Field) != v.Location {
			if x.misplaced == nil {
				x.misplaced = map[string]errors.Location{}
			}
			x.misplaced[v.Field] = v.Location
		}
	}
	return fault.Invalid(wrong)
}

// readJSON reads one message, or the field of it that is the body.
func (x *exchange) readJSON(msg protoreflect.Message, body []byte) []errors.Violation {
	r := &x.memory.reader
	r.Reset(wire.Request)
	r.At(errors.Body, "")
	if n, ok := jsonpb.Parse(r, body, x.handler.json); ok {
		if x.binding.body != nil {
			jsonpb.ReadField(r, n, msg, string(x.binding.body.Name()), x.handler.json)
		} else {
			jsonpb.Read(r, n, msg, x.handler.json)
		}
	}
	return r.Violations()
}

// document puts bytes as they are where the body is mapped to.
func (x *exchange) document(msg protoreflect.Message, media string, data []byte) {
	if x.binding.body != nil {
		msg = msg.Mutable(x.binding.body).Message()
	}
	fields := msg.Descriptor().Fields()
	if utf8.ValidString(media) {
		msg.Set(fields.ByName("content_type"), protoreflect.ValueOfString(media))
	}
	msg.Set(fields.ByName("data"), protoreflect.ValueOfBytes(data))
}

// readURL reads path and query into the request. It comes after the body, which must not contradict the path.
func (x *exchange) readURL(msg protoreflect.Message) []errors.Violation {
	t := &x.memory.texts
	t.Reset(msg, x.handler.json)
	var contradicted []errors.Violation
	vars := &x.memory.vars
	for i := range vars.Len() {
		name, _ := vars.At(i)
		if strings.HasPrefix(name, "*") {
			continue // a wildcard without a name
		}
		text, _ := vars.Value(name)
		before, given := peek(msg, name)
		if t.Set(name, []string{text}, errors.Path) && given {
			if after, _ := peek(msg, name); !after.Equal(before) {
				contradicted = append(contradicted, errors.Violation{Location: errors.Body, Field: name, Code: errors.Const, Description: "must be what the path says, or be left out"})
			}
		}
	}
	misplaced := x.readQuery(msg.Descriptor())
	return slices.Concat(t.Violations(), misplaced, contradicted)
}

// peek is the value of a field by its path, if it is set.
func peek(msg protoreflect.Message, path string) (v protoreflect.Value, ok bool) {
	for {
		name, rest, more := strings.Cut(path, ".")
		fd := msg.Descriptor().Fields().ByName(protoreflect.Name(name))
		if !msg.Has(fd) {
			return v, false
		}
		if !more && fd.Message() == nil {
			return msg.Get(fd), true
		}
		if !more {
			return protoreflect.ValueOfMessage(proto.Clone(msg.Get(fd).Message().Interface()).ProtoReflect()), true
		}
		msg, path = msg.Get(fd).Message(), rest
	}
}

// readQuery reads the query into what path and body leave of the request. Names that are none of the request's are
// ignored: proxies and browsers add their own.
func (x *exchange) readQuery(md protoreflect.MessageDescriptor) (misplaced []errors.Violation) {
	raw := x.req.URL.RawQuery
	if raw == "" {
		return nil
	}
	m := x.memory
	m.pairs = param.SplitQuery(m.pairs[:0], raw)
	if len(m.pairs) == param.MaxPairs {
		return []errors.Violation{{Location: errors.Query, Code: errors.TooLarge, Description: "has too many parameters"}}
	}
	for _, p := range grouped(m.pairs) {
		path, known := resolve(md, p.name, x.handler.edge.MaxDepth+1)
		switch {
		case !known:
		case p.broken:
			misplaced = append(misplaced, errors.Violation{Location: errors.Query, Field: path, Code: errors.Format, Description: "has a percent sign without two hexadecimal digits"})
		case x.inBody(path):
			misplaced = append(misplaced, errors.Violation{Location: errors.Query, Field: path, Code: errors.UnknownField, Description: "belongs into the body"})
		default:
			m.texts.Set(p.name, p.texts, errors.Query)
		}
	}
	return misplaced
}

// inBody says whether the body holds a field.
func (x *exchange) inBody(path string) bool {
	b := x.binding
	return b.whole || b.body != nil && within(path, string(b.body.Name()))
}

// within says whether a path leads to a field or into it.
func within(path, field string) bool {
	rest, ok := strings.CutPrefix(path, field)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// parameter is all that a query says under one name.
type parameter struct {
	name   string
	texts  []string
	broken bool // an escape is malformed
}

// grouped brings the values of each name together, in the order in which names come first.
func grouped(pairs []param.Pair) []parameter {
	var all []parameter
	index := map[string]int{}
	for _, p := range pairs {
		i, known := index[p.Name]
		if !known {
			i = len(all)
			index[p.Name] = i
			all = append(all, parameter{name: p.Name})
		}
		text, err := url.QueryUnescape(p.Text)
		all[i].texts = append(all[i].texts, text)
		all[i].broken = all[i].broken || err != nil
	}
	return all
}

// resolve follows a name by json or proto names, and gives it by proto names. False: it leads nowhere, so it is no
// parameter of ours. What leads to something that a query can't hold is known: ignoring it would lose what was sent.
func resolve(md protoreflect.MessageDescriptor, name string, deepest int) (path string, ok bool) {
	var names []byte
	for part := range strings.SplitSeq(name, ".") {
		if md == nil {
			return "", false
		}
		fd := md.Fields().ByJSONName(part)
		if fd == nil {
			fd = md.Fields().ByTextName(part)
		}
		if fd == nil {
			return "", false
		}
		if len(names) > 0 {
			names = append(names, '.')
		}
		names, md = append(names, fd.Name()...), fd.Message()
		if deepest--; fd.IsMap() || deepest == 0 {
			break // whatever follows, it is refused
		}
	}
	return string(names), true
}

// locate says where in the request a field stands.
func (x *exchange) locate(field string) errors.Location {
	if in, ok := x.misplaced[field]; ok {
		return in
	}
	b := x.binding
	if b == nil {
		return errors.Body
	}
	for _, name := range b.vars {
		if within(field, name) {
			return errors.Path
		}
	}
	if b.whole || b.body != nil && (field == "" || within(field, string(b.body.Name()))) {
		return errors.Body
	}
	return errors.Query
}
