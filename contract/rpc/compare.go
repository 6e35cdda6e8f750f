package rpc

import (
	"fmt"
	"mime"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Message is a kind of message of a set of files.
type Message struct {
	Files *protoregistry.Files
	Kind  protoreflect.MessageDescriptor
}

func (m Message) types() *dynamicpb.Types { return dynamicpb.NewTypes(m.Files) }

// IsJSON reports whether the contents are written as ProtoJSON, and not as they travel.
func IsJSON(p *contract.Payload) bool {
	if declared := ContentType(p); declared != "" {
		return pact.IsJSON(declared)
	}
	return p.Body.JSON != nil
}

// ContentType returns the media type that contents are said to be of.
func ContentType(p *contract.Payload) string {
	if p.Body.ContentType != "" {
		return p.Body.ContentType
	}
	for _, m := range p.Metadata {
		if isContentType(m.Key) {
			return m.Value.Text
		}
	}
	return ""
}

// MessageName returns the name of the message that a media type has as a parameter, "" if there is none.
func MessageName(mediaType string) string {
	_, parameters, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(parameters["message"], ".")
}

func isContentType(key string) bool {
	return strings.EqualFold(key, "contentType") || strings.EqualFold(key, "content-type")
}

// Content returns the message as it travels, with generated values in it.
func (m Message) Content(p *contract.Payload, from match.Source) ([]byte, error) {
	if p.Body.Presence != contract.Present {
		return nil, nil
	}
	if IsJSON(p) {
		filled, errs := match.FillMessage(bodyOnly(p), from)
		if len(errs) > 0 {
			return nil, errs[0]
		}
		message := dynamicpb.NewMessage(m.Kind)
		if err := (protojson.UnmarshalOptions{Resolver: m.types()}).Unmarshal(filled.Body.Content, message); err != nil {
			return nil, fmt.Errorf("it is no %s: %s", m.Kind.FullName(), plain(err))
		}
		return proto.MarshalOptions{Deterministic: true}.Marshal(message)
	}
	v, _, err := Decode(m.Kind, p.Body.Content, false)
	if err != nil || len(bodyOnly(p).Generators) == 0 {
		return p.Body.Content, err
	}
	filled, errs := match.FillMessage(bodyOnly(asJSON(p, v, nil)), from)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	if v, err = parsed(filled.Body.Content); err != nil {
		return nil, err
	}
	return Encode(m.Kind, v)
}

// plain is what protobuf's errors say, without what changes from build to build.
func plain(err error) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\u00a0", " "), "proto:"))
}

// bodyOnly returns a message without its metadata, which is nothing of its contents.
func bodyOnly(p *contract.Payload) *contract.Payload {
	only := &contract.Payload{Body: p.Body, Rules: contract.In(p.Rules, contract.InBody), Span: p.Span}
	for _, g := range p.Generators {
		if g.Category == contract.InBody {
			only.Generators = append(only.Generators, g)
		}
	}
	return only
}

// asJSON returns a message whose contents are the value.
func asJSON(p *contract.Payload, v *spec.Value, rules []*contract.Rule) *contract.Payload {
	return &contract.Payload{
		Body:       contract.Body{Presence: contract.Present, Content: contract.AppendJSON(nil, v), ContentType: "application/json", JSON: v, Span: p.Body.Span},
		Rules:      rules,
		Generators: p.Generators, Span: p.Span,
	}
}

func parsed(content []byte) (*spec.Value, error) {
	document, findings := tree.Parse(source.NewFile("message.json", content))
	if document == nil || document.Root == nil {
		return nil, fmt.Errorf("it is no JSON: %d mistakes", len(findings))
	}
	return document.Root, nil
}

// Compare holds a message that came against what is expected of it. The error says why that can't be done.
func (m Message) Compare(expected *contract.Payload, content []byte) ([]match.Mismatch, error) {
	if expected.Body.Presence != contract.Present {
		return nil, nil
	}
	if IsJSON(expected) {
		return m.compareJSON(expected, content)
	}
	want, unknown, err := Decode(m.Kind, expected.Body.Content, false)
	switch {
	case err != nil:
		return nil, fmt.Errorf("what is expected is no %s: %w", m.Kind.FullName(), err)
	case unknown > 0:
		return nil, fmt.Errorf("what is expected has fields that %s doesn't have in the descriptors", m.Kind.FullName())
	}
	got, _, err := Decode(m.Kind, content, true)
	if err != nil {
		return nil, fmt.Errorf("the answer is no %s: %w", m.Kind.FullName(), err)
	}
	placed(want, expected.Body.Span)
	rules := m.rules(contract.In(expected.Rules, contract.InBody))
	return match.Message(asJSON(expected, want, rules), asJSON(expected, got, nil)), nil
}

// placed gives all values the place of the contents that they were read from.
func placed(v *spec.Value, at source.Span) {
	v.Span = at
	for _, item := range v.Items {
		placed(item, at)
	}
	for i := range v.Members {
		v.Members[i].KeySpan = at
		placed(v.Members[i].Value, at)
	}
}

// rules returns the rules with paths as values have them. For the items of a list of scalars the plugin
// writes $.values[0].* or $.values.*, as if they were objects.
func (m Message) rules(rules []*contract.Rule) []*contract.Rule {
	all := slices.Clone(rules)
	for i, r := range all {
		if steps, changed := m.steps(r.Path.Steps); changed {
			other := *r
			other.Path = contract.Path{Steps: steps}
			other.Path.Text = other.Path.String()
			all[i] = &other
		}
	}
	return all
}

func (m Message) steps(steps []contract.Step) (made []contract.Step, changed bool) {
	kind := m.Kind
	for i := 0; i < len(steps); i++ {
		made = append(made, steps[i])
		if steps[i].Kind != contract.Field || kind == nil {
			continue
		}
		f := kind.Fields().ByName(protoreflect.Name(steps[i].Name))
		if f == nil {
			return steps, false
		}
		if kind = f.Message(); f.IsMap() {
			kind = f.MapValue().Message()
			if i+1 < len(steps) { // the key
				i++
				made = append(made, steps[i])
			}
			continue
		}
		if !f.IsList() || i+1 == len(steps) {
			continue
		}
		i++
		item := steps[i]
		if item.Kind == contract.AnyField {
			item, changed = contract.Step{Kind: contract.AnyIndex}, true
		}
		if made = append(made, item); kind == nil && i+2 == len(steps) && steps[i+1].Kind == contract.AnyField {
			return made, true
		}
	}
	return made, changed
}
