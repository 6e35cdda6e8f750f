package rpc

import (
	"errors"
	"fmt"
	"net/http"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/spec"
)

// Replies says how the answers of a call are compared with those that are expected.
type Replies uint8

// The ways. Version 4 of Pact's specification has the first one only.
const (
	Exactly Replies = iota // as many as are expected, each like the one that stands there
	Each                   // any number but none, each like the one that is expected
	First                  // at least those that are expected; the call is ended then
)

// String returns the way as pluginConfiguration.bylaw.stream.replies has it.
func (r Replies) String() string { return [...]string{"exactly", "each", "first"}[r] }

// Stream is all that goes over one call. Version 4 has one message of the consumer for it: what more there
// is stands in the interaction, in pluginConfiguration.bylaw.stream: {"requests": […], "replies": "each"},
// in which requests are those behind the first one.
type Stream struct {
	Method   protoreflect.MethodDescriptor
	Requests []*contract.Payload
	Replies  []*contract.Payload
	How      Replies
}

// StreamOf returns what goes over the call of an interaction.
func StreamOf(i *contract.Interaction, m protoreflect.MethodDescriptor) (*Stream, error) {
	s := &Stream{Method: m, Replies: i.Replies}
	said := i.Plugins.Get("bylaw").Get("stream")
	switch how := said.Get("replies"); how.String() {
	case "", "exactly":
	case "each":
		s.How = Each
	case "first":
		s.How = First
	default:
		return nil, fmt.Errorf("pluginConfiguration.bylaw.stream.replies is %q, but must be exactly, each or first", short(how.String()))
	}
	requests := said.Get("requests")
	if i.Contents != nil && (i.Contents.Body.Presence == contract.Present || requests == nil) {
		s.Requests = append(s.Requests, i.Contents)
	}
	if requests != nil {
		for _, v := range requests.Items {
			if v.Kind != spec.Map {
				return nil, errors.New("a message in pluginConfiguration.bylaw.stream.requests is no object")
			}
			p, findings := pact.ReadMessage(v)
			if len(findings) > 0 {
				return nil, fmt.Errorf("a message in pluginConfiguration.bylaw.stream.requests can't be read: %s", findings[0].Message)
			}
			s.Requests = append(s.Requests, p)
		}
	}
	return s, s.fits()
}

// fits says why the method can't be called so.
func (s *Stream) fits() error {
	name := s.Method.FullName()
	switch {
	case len(s.Requests) == 0 && !s.Method.IsStreamingClient():
		s.Requests = []*contract.Payload{{}} // an empty message
	case len(s.Requests) > 1 && !s.Method.IsStreamingClient():
		return fmt.Errorf("the contract sends %d messages, but %s takes one", len(s.Requests), name)
	case s.How == Each && len(s.Replies) != 1:
		return fmt.Errorf("the contract expects %d messages, but each answer can be like one only", len(s.Replies))
	}
	return nil
}

// Enough returns how many answers are enough to judge, 0 if all of them are needed.
func (s *Stream) Enough() int {
	if s.How == First {
		return len(s.Replies)
	}
	return 0
}

// Answer is what came of a call.
type Answer struct {
	Messages [][]byte
	Status   Status
	Metadata http.Header // headers and trailers
}

// Size returns how long the messages are together, in bytes.
func (a *Answer) Size() int64 {
	size := int64(0)
	for _, m := range a.Messages {
		size += int64(len(m))
	}
	return size
}

// Judge holds all that came of the call against what is expected. The error says why nothing is known.
func (s *Stream) Judge(files *protoregistry.Files, came [][]byte, status Status, trailers http.Header) ([]match.Mismatch, error) {
	ended := &status
	if n := s.Enough(); n > 0 && len(came) == n {
		ended = nil
	}
	replies := s.Replies
	if len(replies) == 0 {
		replies = []*contract.Payload{{}}
	}
	var found []match.Mismatch
	for i, expected := range replies {
		if i > 0 && len(expected.Metadata) == 0 {
			continue
		}
		found = append(found, metadata(expected, ended, trailers)...)
	}
	if ExpectedStatus(replies[0]) != codes[0] || ended != nil && status.Code != 0 && len(came) == 0 {
		return found, nil // errors have no messages
	}
	more, err := s.messages(files, came)
	return append(found, more...), err
}

func (s *Stream) messages(files *protoregistry.Files, came [][]byte) ([]match.Mismatch, error) {
	var found []match.Mismatch
	kind := Message{Files: files, Kind: s.Method.Output()}
	for i, content := range came {
		expected, known := s.expected(i)
		if !known {
			break
		}
		mismatches, err := kind.Compare(expected, content)
		if err != nil {
			return nil, err
		}
		for _, m := range mismatches {
			if s.Method.IsStreamingServer() {
				m.Message = fmt.Sprintf("%s (message %d of %d)", m.Message, i+1, len(came))
			}
			found = append(found, m)
		}
	}
	return append(found, s.count(len(came))...), nil
}

// expected returns what the answer of that number is to be like.
func (s *Stream) expected(i int) (*contract.Payload, bool) {
	switch {
	case s.How == Each:
		return s.Replies[0], true
	case i < len(s.Replies):
		return s.Replies[i], true
	}
	return nil, false
}

// count tells of too few or too many answers.
func (s *Stream) count(came int) []match.Mismatch {
	expected := len(s.Replies)
	many := func(n int) string {
		if n == 1 {
			return "1 message"
		}
		return fmt.Sprintf("%d messages", n)
	}
	if expected == came || came > 0 && s.How == Each || came > expected && (s.How == First || expected == 0) {
		return nil
	}
	m := match.Mismatch{Kind: match.Body, Path: "$", Expected: many(expected), Actual: many(came), Message: fmt.Sprintf("expected %s, but got %d", many(expected), came)}
	if expected > 0 {
		m.Span = s.Replies[min(came, expected-1)].Span
	}
	return []match.Mismatch{m}
}
