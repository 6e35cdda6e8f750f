package agree

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
)

// binding is the first google.api.http binding of a method.
type binding struct {
	verb, path, body, answer string
	lines                    bool // requests are a stream
}

func bindingOf(d protoreflect.MethodDescriptor) *binding {
	rule, _ := proto.GetExtension(d.Options(), annotations.E_Http).(*annotations.HttpRule)
	return newBinding(rule, d.IsStreamingClient())
}

// newBinding returns nil for a rule without a pattern.
func newBinding(rule *annotations.HttpRule, takes bool) *binding {
	b := &binding{body: rule.GetBody(), answer: rule.GetResponseBody(), lines: takes && rule.GetBody() != ""}
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		b.verb, b.path = "GET", p.Get
	case *annotations.HttpRule_Put:
		b.verb, b.path = "PUT", p.Put
	case *annotations.HttpRule_Post:
		b.verb, b.path = "POST", p.Post
	case *annotations.HttpRule_Delete:
		b.verb, b.path = "DELETE", p.Delete
	case *annotations.HttpRule_Patch:
		b.verb, b.path = "PATCH", p.Patch
	case *annotations.HttpRule_Custom:
		b.verb, b.path = p.Custom.GetKind(), p.Custom.GetPath()
		if b.verb == "*" {
			b.verb = "POST"
		}
	default:
		return nil
	}
	return b
}

// sent is a request as it goes over HTTP.
type sent struct {
	verb, target, media string
	body                []byte
	operation           *operation // nil: it is meant for none
}

// object is a message as JSON, by the names of the contract.
type object = map[string]any

// request spells out messages: those of a stream share path and query, which are the first's.
func (b *binding) request(all []proto.Message, types edge.Types) (*sent, error) {
	out := &sent{verb: b.verb}
	for i, m := range all {
		fields, err := decoded(m, types)
		if err != nil {
			return nil, err
		}
		path, err := b.expand(fields)
		if err != nil {
			return nil, err
		}
		body, media, err := b.split(m, fields)
		if err != nil {
			return nil, err
		}
		query := url.Values{}
		if err := flatten(query, "", fields, m.ProtoReflect().Descriptor()); err != nil {
			return nil, err
		}
		if i == 0 {
			out.target, out.media = path, media
			if len(query) > 0 {
				out.target += "?" + query.Encode()
			}
		}
		if b.lines && media == "application/json" {
			body, out.media = append(body, '\n'), "application/jsonl"
		}
		out.body = append(out.body, body...)
	}
	return out, nil
}

func decoded(m proto.Message, types edge.Types) (object, error) {
	text, err := protojson.MarshalOptions{UseProtoNames: true, Resolver: types}.Marshal(m)
	if err != nil {
		return nil, err
	}
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	fields := object{}
	return fields, reader.Decode(&fields)
}

// expand fills the path, and takes out of the fields what it holds.
func (b *binding) expand(fields object) (string, error) {
	var out strings.Builder
	rest := b.path
	for {
		before, behind, found := strings.Cut(rest, "{")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		variable, after, _ := strings.Cut(behind, "}")
		name, template, given := strings.Cut(variable, "=")
		text, ok := take(fields, strings.Split(name, "."))
		if !ok || text == "" {
			return "", fmt.Errorf("the path needs %s, which the request doesn't have", name)
		}
		if !given || template == "*" {
			out.WriteString(url.PathEscape(text))
		} else {
			segments := strings.Split(text, "/")
			for i := range segments {
				segments[i] = url.PathEscape(segments[i])
			}
			out.WriteString(strings.Join(segments, "/"))
		}
		rest = after
	}
}

// take removes a value from within objects, and returns it as text.
func take(fields object, path []string) (string, bool) {
	value, ok := fields[path[0]]
	if !ok {
		return "", false
	}
	if len(path) == 1 {
		delete(fields, path[0])
		return fmt.Sprint(value), true
	}
	inner, ok := value.(object)
	if !ok {
		return "", false
	}
	return take(inner, path[1:])
}

// split makes the body, and takes out of the fields what it holds.
func (b *binding) split(m proto.Message, fields object) (body []byte, media string, err error) {
	d := m.ProtoReflect().Descriptor()
	value, there := any(fields), true
	switch b.body {
	case "":
		return nil, "", nil
	case "*":
		defer clear(fields)
	default:
		value, there = fields[b.body]
		f := d.Fields().ByName(protoreflect.Name(b.body))
		if f == nil {
			return nil, "", fmt.Errorf("%s has no field %s", d.FullName(), b.body)
		}
		d = f.Message()
		delete(fields, b.body)
	}
	if d != nil && d.FullName() == "google.api.HttpBody" {
		document, _ := value.(object)
		data, _ := document["data"].(string)
		media, _ = document["content_type"].(string)
		body, err = base64.StdEncoding.DecodeString(data)
		return body, media, err
	}
	if !there && b.lines {
		return []byte("null"), "application/json", nil
	}
	if !there {
		return nil, "", nil
	}
	body, err = json.Marshal(value)
	return body, "application/json", err
}

// flatten writes fields as query parameters.
func flatten(query url.Values, prefix string, fields object, d protoreflect.MessageDescriptor) error {
	for name, value := range fields {
		f := d.Fields().ByName(protoreflect.Name(name))
		if f == nil || f.IsMap() || f.Message() != nil && f.IsList() {
			return fmt.Errorf("%s%s has no place in a query", prefix, name)
		}
		switch value := value.(type) {
		case object:
			if unquotable[f.Message().FullName()] || len(value) == 0 {
				return fmt.Errorf("%s%s has no place in a query", prefix, name)
			}
			if err := flatten(query, prefix+name+".", value, f.Message()); err != nil {
				return err
			}
		case []any:
			if f.Message() != nil {
				return fmt.Errorf("%s%s has no place in a query", prefix, name)
			}
			for _, one := range value {
				query.Add(prefix+name, fmt.Sprint(one))
			}
		default:
			if f.Message() != nil && unquotable[f.Message().FullName()] {
				return fmt.Errorf("%s%s has no place in a query", prefix, name)
			}
			query.Add(prefix+name, fmt.Sprint(value))
		}
	}
	return nil
}

// unquotable are the messages whose JSON says nothing of their fields.
var unquotable = map[protoreflect.FullName]bool{
	"google.protobuf.Struct": true, "google.protobuf.Value": true, "google.protobuf.ListValue": true, "google.protobuf.Any": true,
}

// held are the fields that the path holds, and those in which they lie.
func (b *binding) held() []string {
	if b == nil {
		return nil
	}
	var out []string
	for _, part := range strings.Split(b.path, "{")[1:] {
		variable, _, _ := strings.Cut(part, "}")
		name, _, _ := strings.Cut(variable, "=")
		for name != "" && !slices.Contains(out, name) {
			out = append(out, name)
			name = name[:max(0, strings.LastIndexByte(name, '.'))]
		}
	}
	return out
}
