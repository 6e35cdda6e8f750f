package restclient

import (
	"net/url"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/fault"
	"github.com/bylaw-dev/bylaw/templates/kit/jsonpb"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// request is a message as its binding spells it.
type request struct {
	binding *binding
	target  string // path and query
	media   string // of the body
	body    []byte
	bodied  bool
}

// choose takes the first binding whose path the message can fill.
func (m *method) choose(message protoreflect.Message) (*binding, string, error) {
	var misfits []errors.Violation
	for _, b := range m.bindings {
		path, misfit := b.path.expand(message)
		if misfit == nil {
			return b, path, nil
		}
		misfits = append(misfits, errors.Violation{
			Location: errors.Path, Field: misfit.field, Code: errors.Pattern, Description: "must look like " + misfit.shape() + " to be sent as " + b.verb + " " + b.path.String(),
		})
	}
	return nil, "", fault.Of(fault.Invalid(misfits), "").Err()
}

// String spells the template out again.
func (t *template) String() string {
	var b strings.Builder
	for i, literal := range t.literals {
		b.WriteString(literal)
		if i < len(t.variables) {
			b.WriteString("{" + t.variables[i].field + "=" + t.variables[i].shape() + "}")
		}
	}
	return b.String()
}

// request spells a message out.
func (c *Conn) request(m *method, message protoreflect.Message) (*request, error) {
	b, path, err := m.choose(message)
	if err != nil {
		return nil, err
	}
	r := &request{binding: b, target: path}
	query, err := c.query(b, message)
	if err != nil {
		return nil, err
	}
	if query != "" {
		r.target += "?" + query
	}
	r.media, r.body, r.bodied, err = c.body(b, message)
	return r, err
}

// query has what is neither in the path nor in the body.
func (c *Conn) query(b *binding, message protoreflect.Message) (string, error) {
	if b.body == "*" {
		return "", nil
	}
	elsewhere := b.path.fields()
	if b.body != "" {
		elsewhere = append(elsewhere, b.body)
	}
	parameters, err := jsonpb.Parameters(message, elsewhere, c.json())
	if err != nil {
		return "", status.Errorf(codes.InvalidArgument, "%s can't be sent as %s %s: %v", message.Descriptor().FullName(), b.verb, b.path, err)
	}
	var q strings.Builder
	for _, p := range parameters {
		for _, text := range p.Texts {
			if q.Len() > 0 {
				q.WriteByte('&')
			}
			q.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(text))
		}
	}
	return q.String(), nil
}

// body has what the binding says, less what is in the path already. false: nothing.
func (c *Conn) body(b *binding, message protoreflect.Message) (media string, body []byte, bodied bool, err error) {
	if b.body == "" {
		return "", nil, false, nil
	}
	rest := without(message, b.path.fields())
	if b.body == "*" {
		if isHTTPBody(rest.Descriptor()) {
			return document(rest)
		}
		body, err = jsonpb.Append(nil, rest, c.json())
		return "application/json", body, true, unwritable(err)
	}
	field := rest.Descriptor().Fields().ByName(protoreflect.Name(b.body))
	if field.HasPresence() && !rest.Has(field) {
		return "", nil, false, nil
	}
	if field.Message() != nil && !field.IsList() && !field.IsMap() && isHTTPBody(field.Message()) {
		return document(rest.Get(field).Message())
	}
	body, err = jsonpb.AppendField(nil, rest, field, c.json())
	return "application/json", body, true, unwritable(err)
}

func (c *Conn) json() jsonpb.Options { return jsonpb.Options{Types: c.options.Types} }

func unwritable(err error) error {
	if err == nil {
		return nil
	}
	return status.Error(codes.Internal, "the request can't be written: "+err.Error())
}

// without returns the message without those fields, and leaves the given one as it is.
func without(message protoreflect.Message, paths []string) protoreflect.Message {
	if len(paths) == 0 {
		return message
	}
	rest := proto.Clone(message.Interface()).ProtoReflect()
	for _, path := range paths {
		remove(rest, path)
	}
	return rest
}

func remove(m protoreflect.Message, path string) {
	name, below, nested := strings.Cut(path, ".")
	field := m.Descriptor().Fields().ByName(protoreflect.Name(name))
	switch {
	case field == nil || !m.Has(field):
	case nested:
		remove(m.Mutable(field).Message(), below)
	default:
		m.Clear(field)
	}
}

func isHTTPBody(d protoreflect.MessageDescriptor) bool { return d.FullName() == "google.api.HttpBody" }

// document is the body of a google.api.HttpBody, as it is.
func document(m protoreflect.Message) (media string, body []byte, bodied bool, err error) {
	fields := m.Descriptor().Fields()
	if media = m.Get(fields.ByName("content_type")).String(); media == "" {
		media = "application/octet-stream"
	}
	return media, m.Get(fields.ByName("data")).Bytes(), true, nil
}
