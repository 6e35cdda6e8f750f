package verify

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/rpc"
	"github.com/bylaw-dev/bylaw/spec"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// Asked is what a provider is asked to make a message for.
type Asked struct {
	Description string
	States      []contract.State
	Request     *contract.Payload // of a synchronous message: what it answers; nil otherwise
}

// Messages has the provider make the messages that it sends.
type Messages interface {
	// Message returns the message with its metadata and the type of its contents.
	Message(ctx context.Context, asked Asked) (*contract.Payload, error)
}

// MessageFunctions are Messages by the description of the interaction.
type MessageFunctions map[string]func(ctx context.Context, asked Asked) (*contract.Payload, error)

// Message calls the function of that name.
func (f MessageFunctions) Message(ctx context.Context, asked Asked) (*contract.Payload, error) {
	if function := f[asked.Description]; function != nil {
		return function(ctx, asked)
	}
	return nil, errors.New("there is no function for it")
}

// MessageHook has the service itself make its messages, over HTTP: for each there is a POST of
//
//	{"description": "an order was placed", "providerStates": [{"name": "there is an order"}]}
//
// as verifiers of Pact send it, whose answer is the message: its contents are the body, its metadata is a JSON object in
// base64 in the header Pact-Message-Metadata. Of a synchronous message the request stands beside, as in contracts.
type MessageHook struct {
	url     *url.URL
	header  http.Header
	maxBody int64
	client  *http.Client
}

// NewMessageHook returns the hook at an address. The headers go with each call; Options say how much it may answer and
// whom it trusts.
func NewMessageHook(at *url.URL, header http.Header, o Options) *MessageHook {
	return &MessageHook{url: at, header: header, maxBody: o.withDefaults().MaxBody, client: newClient(Options{Roots: o.Roots})}
}

// Message asks for the message.
func (h *MessageHook) Message(ctx context.Context, asked Asked) (*contract.Payload, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url.String(), bytes.NewReader(asked.body()))
	if err != nil {
		return nil, err
	}
	for name, values := range h.header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "bylaw")
	response, err := h.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := read(response, h.maxBody)
	if err != nil {
		return nil, err
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return nil, fmt.Errorf("the hook answered %d %s", response.StatusCode, excerpt(content))
	}
	return payload(response.Header, content)
}

// body is what is asked. States are left out where there are none.
func (a Asked) body() []byte {
	object := []spec.Member{{Key: "description", Value: contract.Text(a.Description)}}
	states := contract.Array()
	for _, s := range a.States {
		members := []spec.Member{{Key: "name", Value: contract.Text(s.Name)}}
		if len(s.Params) > 0 {
			members = append(members, spec.Member{Key: "params", Value: contract.Object(s.Params...)})
		}
		states.Items = append(states.Items, contract.Object(members...))
	}
	if len(states.Items) > 0 {
		object = append(object, spec.Member{Key: "providerStates", Value: states})
	}
	if a.Request != nil {
		object = append(object, spec.Member{Key: "request", Value: pact.Message(a.Request)})
	}
	return contract.AppendJSON(nil, contract.Object(object...))
}

// payload is the message that a hook answered.
func payload(header http.Header, content []byte) (*contract.Payload, error) {
	p := &contract.Payload{Body: contract.Body{Presence: contract.Empty, ContentType: header.Get("Content-Type")}}
	if len(content) > 0 {
		p.Body.Presence, p.Body.Content = contract.Present, content
	}
	encoded := header.Get("Pact-Message-Metadata")
	if encoded == "" {
		return typed(p), nil
	}
	plain, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("the header Pact-Message-Metadata of the hook is no base64")
	}
	document, _ := tree.Parse(source.NewFile("metadata.json", plain))
	if document == nil || document.YAML || document.Root == nil || document.Root.Kind != spec.Map {
		return nil, errors.New("the header Pact-Message-Metadata of the hook holds no JSON object")
	}
	p.Metadata = document.Root.Members
	return typed(p), nil
}

// typed puts the type of the contents into the metadata, where contracts expect it.
func typed(p *contract.Payload) *contract.Payload {
	for _, m := range p.Metadata {
		if strings.EqualFold(m.Key, "contentType") {
			return p
		}
	}
	if p.Body.ContentType != "" {
		p.Metadata = append(p.Metadata, spec.Member{Key: "contentType", Value: contract.Text(p.Body.ContentType)})
	}
	return p
}

// message has the provider make a message, and judges it.
func (v *verifier) message(ctx context.Context, t task, from match.Source) {
	asked := Asked{Description: t.Interaction.Description, States: t.Interaction.States}
	expected := t.Interaction.Contents
	if t.Interaction.Kind == contract.SyncMessage {
		request, errs := match.FillMessage(t.Interaction.Contents, from)
		switch {
		case len(errs) > 0:
			t.Why = "the request can't be made: " + errors.Join(errs...).Error()
			return
		case len(t.Interaction.Replies) != 1:
			t.Why = fmt.Sprintf("%d answers are expected, but one is asked for", len(t.Interaction.Replies))
			return
		}
		asked.Request, expected = request, t.Interaction.Replies[0]
	}
	t.Sent = "the message"
	limited, cancel := context.WithTimeout(ctx, v.Timeout)
	defer cancel()
	made, err := v.Messages.Message(limited, asked)
	if err := inWords(limited, ctx, v.Timeout, err); err != nil {
		t.Why = "the message was not made: " + err.Error()
		return
	}
	t.Excerpt = excerpt(made.Body.Content)
	found, err := v.compare(t, expected, made)
	if err != nil {
		t.Why = err.Error()
		return
	}
	t.judge(found)
}

// compare compares messages, by the descriptors where they are written in Protocol Buffers.
func (v *verifier) compare(t task, expected, made *contract.Payload) ([]match.Mismatch, error) {
	name := rpc.MessageName(rpc.ContentType(expected))
	if name == "" || rpc.IsJSON(expected) || t.Interaction.Plugins.Get("protobuf") == nil {
		return match.Message(expected, made), nil
	}
	files, err := v.library.Files(t.Contract, t.Interaction)
	if err != nil {
		return nil, err
	}
	kind, err := rpc.MessageOf(files, name)
	if err != nil {
		return nil, err
	}
	metadata := *expected
	metadata.Body = contract.Body{}
	found, err := (rpc.Message{Files: files, Kind: kind}).Compare(expected, made.Body.Content)
	return append(match.Message(&metadata, made), found...), err
}
