package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

// dialogue is what is known of one way to call a method, from one call or several.
type dialogue struct {
	method   *method
	status   rpc.Status
	how      rpc.Replies
	states   []string
	requests []*node
	reply    *node // what all answers have; nil: there is none

	description string
	built       *contract.Interaction
	bytes       []byte // of built
}

// key tells dialogues apart: by what is sent, but for values, and by how it ended.
func (d *dialogue) key() string {
	var b strings.Builder
	fmt.Fprintln(&b, d.method.FullName(), d.status.Code, d.how, d.reply == nil)
	for _, n := range d.requests {
		fmt.Fprintln(&b, shapeOf(n))
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:6])
}

func (d *dialogue) describe() string {
	if d.how == rpc.First {
		return fmt.Sprintf("%s answered, and ended by the consumer", d.method.called)
	}
	return fmt.Sprintf("%s answered %s", d.method.called, d.status)
}

// merge adds what another call shows.
func (d *dialogue) merge(other *dialogue) {
	for i, n := range d.requests { // the key says that they are of the same shapes
		n.merge(other.requests[i], true)
	}
	if d.reply != nil {
		d.reply.merge(other.reply, true)
	}
}

// keepCall makes the dialogue part of the contract. It reports whether that has changed.
func (r *Recorder) keepCall(made *dialogue, h *heard) bool {
	key := made.key()
	known := r.dialogues[key]
	switch {
	case r.broken[key]:
		return false
	case known == nil && r.full():
		return false
	case known == nil:
		made.description = r.unique(made.describe())
		r.dialogues[key], known = made, made
	default:
		known.merge(made)
	}
	why := known.build(key, r.calls)
	if why == "" {
		why = known.wrong(h)
	}
	if why != "" {
		delete(r.dialogues, key)
		r.broken[key] = true
		r.say(finding{NotRecordable, report.Warning, fmt.Sprintf("%s: %s; not recorded", known.description, why), known.method.about})
		return true
	}
	before := known.bytes
	known.bytes, _ = pact.WriteV4(&contract.Contract{Interactions: []*contract.Interaction{known.built}})
	return !bytes.Equal(before, known.bytes)
}

// build makes the interaction as Pact's plugin for Protocol Buffers writes it. It returns why that can't be done.
func (d *dialogue) build(key string, s *services) string {
	i := &contract.Interaction{Kind: contract.SyncMessage, Key: key, Description: d.description, Transport: "grpc"}
	for _, name := range d.states {
		i.States = append(i.States, contract.State{Name: name})
	}
	var sent []*contract.Payload
	var varies []string
	for _, n := range d.requests {
		p, differ, err := payload(d.method.Input(), n, true)
		if err != nil {
			return "the request can't be written" // the error quotes values
		}
		p.Generators = s.values.keysIn(n)
		sent, varies = append(sent, p), append(varies, prefixed("request ", differ)...)
	}
	if i.Contents = (&contract.Payload{}); len(sent) > 0 {
		i.Contents = sent[0]
	}
	switch {
	case d.status.Code != 0:
		i.Replies = []*contract.Payload{{Metadata: []spec.Member{{Key: "grpc-status", Value: contract.Text(d.status.String())}}}}
	case d.reply != nil:
		p, differ, err := payload(d.method.Output(), d.reply, false)
		if err != nil {
			return "the answer can't be written"
		}
		i.Replies, varies = []*contract.Payload{p}, append(varies, prefixed("response ", differ)...)
	}
	i.Plugins = d.plugins(sent)
	if len(varies) > 0 {
		text := "differs between samples: " + strings.Join(varies, ", ")
		i.Comments = contract.Object(spec.Member{Key: "text", Value: contract.Array(contract.Text(text))})
	}
	d.built = i
	return ""
}

// plugins says which method is called, and what version 4 has no place for.
func (d *dialogue) plugins(sent []*contract.Payload) *spec.Value {
	all := contract.Object(spec.Member{Key: "protobuf", Value: contract.Object(
		spec.Member{Key: "descriptorKey", Value: contract.Text(d.method.held.Key)}, spec.Member{Key: "service", Value: contract.Text(d.method.called)},
	)})
	stream := contract.Object()
	if d.how != rpc.Exactly {
		stream.Members = append(stream.Members, spec.Member{Key: "replies", Value: contract.Text(d.how.String())})
	}
	if len(sent) != 1 {
		more := contract.Array()
		for _, p := range sent[min(1, len(sent)):] {
			more.Items = append(more.Items, pact.Message(p))
		}
		stream.Members = append(stream.Members, spec.Member{Key: "requests", Value: more})
	}
	if len(stream.Members) > 0 {
		all.Members = append([]spec.Member{{Key: "bylaw", Value: contract.Object(spec.Member{Key: "stream", Value: stream})}}, all.Members...)
	}
	return all
}

// payload makes a message of a tree, and names the values that differ between samples.
func payload(kind protoreflect.MessageDescriptor, n *node, strict bool) (*contract.Payload, []string, error) {
	b := &builder{strict: strict}
	v := b.value(n, []contract.Step{{Kind: contract.Root}})
	content, err := rpc.Encode(kind, v)
	if err != nil {
		return nil, nil, err
	}
	media := "application/protobuf;message=" + string(kind.Name())
	p := &contract.Payload{
		Body:     contract.Body{Presence: contract.Present, Content: content, ContentType: media, Hint: "BINARY", Encoded: "base64"},
		Metadata: []spec.Member{{Key: "contentType", Value: contract.Text(media)}}, Rules: b.whole(),
	}
	if len(content) == 0 {
		p.Body.Presence = contract.Empty
	}
	return p, b.varies, nil
}

// wrong says why what has been built is no contract of the call; "": it is one.
func (d *dialogue) wrong(h *heard) string {
	stream, err := rpc.StreamOf(d.built, d.method)
	if err != nil {
		return err.Error()
	}
	asked := rpc.Message{Files: h.calls.files, Kind: d.method.Input()}
	for i, p := range stream.Requests {
		if i < len(h.Requests) && differs(asked, p, h.Requests[i]) || differs(asked, p, p.Body.Content) {
			return "what was seen can't be said by Pact's matchers"
		}
		if len(h.calls.broken(d.method, p.Body.Content)) > 0 {
			return "the request as it would be written breaks the spec"
		}
	}
	for _, p := range d.built.Replies {
		if d.status.Code == 0 && differs(rpc.Message{Files: h.calls.files, Kind: d.method.Output()}, p, p.Body.Content) {
			return "what would be written breaks its own matchers"
		}
	}
	found, err := stream.Judge(h.calls.files, h.Replies[:len(h.Replies):len(h.Replies)], h.status, http.Header{})
	if err != nil || len(found) > 0 {
		return "what was seen can't be said by Pact's matchers" + kinds(found)
	}
	return ""
}

func differs(kind rpc.Message, p *contract.Payload, content []byte) bool {
	found, err := kind.Compare(p, content)
	return err != nil || len(found) > 0
}

func kinds(found []match.Mismatch) string {
	if len(found) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s)", found[0].Kind)
}
