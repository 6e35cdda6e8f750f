package verify

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
)

// call plays an interaction over gRPC: it sends all messages of the consumer and reads all answers.
func (v *verifier) call(ctx context.Context, t task, from match.Source) {
	files, err := v.library.Files(t.Contract, t.Interaction)
	if err != nil {
		t.Why = err.Error()
		return
	}
	method, err := rpc.Method(files, t.Interaction)
	if err != nil {
		t.Why = err.Error()
		return
	}
	stream, err := rpc.StreamOf(t.Interaction, method)
	if err != nil {
		t.Why = err.Error()
		return
	}
	request, err := v.callRequest(ctx, files, method, stream, from)
	if err != nil {
		t.Why = "the request can't be made: " + err.Error()
		return
	}
	t.Sent = "the call " + string(method.Parent().FullName()) + "/" + string(method.Name())
	limited, cancel := context.WithTimeout(ctx, v.Timeout)
	defer cancel()
	answer, err := v.sendCall(request.WithContext(limited), stream.Enough())
	if err := inWords(limited, ctx, v.Timeout, err); err != nil {
		t.Why = err.Error()
		return
	}
	t.Answered, t.Excerpt = answer.Status.String(), excerpt([]byte(answer.Status.Message))
	if answer.Size() <= v.Keep && v.Keep > 0 {
		t.Call = answer
	}
	found, err := stream.Judge(files, answer.Messages, answer.Status, answer.Metadata)
	if err != nil {
		t.Why = err.Error()
		return
	}
	t.judge(found)
}

// callRequest makes the request that carries the call. Its length isn't told, as no client of gRPC does.
func (v *verifier) callRequest(ctx context.Context, files *protoregistry.Files, m protoreflect.MethodDescriptor, s *rpc.Stream, from match.Source) (*http.Request, error) {
	var body []byte
	header := http.Header{}
	for _, p := range s.Requests {
		content, err := (rpc.Message{Files: files, Kind: m.Input()}).Content(p, from)
		if err != nil {
			return nil, err
		}
		body = rpc.AppendFrame(body, content)
		if err := rpc.Headers(header, p, from); err != nil {
			return nil, err
		}
	}
	base := v.GRPC
	if base == nil {
		base = v.Provider
	}
	target := *base
	target.Path, target.RawPath = below(base.Path)+"/"+string(m.Parent().FullName())+"/"+string(m.Name()), ""
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), io.NopCloser(bytes.NewReader(body)))
	if err != nil {
		return nil, err
	}
	r.Header = header
	for name, values := range v.Header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	r.Header.Set("Content-Type", "application/grpc+proto")
	r.Header.Set("Te", "trailers")
	r.Header.Set("User-Agent", cmp.Or(header.Get("User-Agent"), "bylaw"))
	return r, nil
}

// sendCall sends the call and reads its answers, all of them or as many as are enough.
func (v *verifier) sendCall(request *http.Request, enough int) (*rpc.Answer, error) {
	response, err := v.caller.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || !strings.HasPrefix(kind, "application/grpc") {
		return nil, fmt.Errorf("the answer is not gRPC, but %d %s: gRPC may be served at another address", response.StatusCode, excerpt([]byte(kind)))
	}
	answer := &rpc.Answer{}
	frames := rpc.Frames{From: response.Body, Encoding: response.Header.Get("Grpc-Encoding"), Limit: v.MaxBody}
	for enough == 0 || len(answer.Messages) < enough {
		message, err := frames.Next()
		if err == io.EOF {
			break
		}
		if errors.Is(err, rpc.ErrTooLarge) {
			return nil, fmt.Errorf("the answers are longer than %d bytes", v.MaxBody)
		}
		if err != nil {
			return nil, err
		}
		answer.Messages = append(answer.Messages, message)
	}
	answer.Metadata = response.Header.Clone()
	for name, values := range response.Trailer {
		answer.Metadata[name] = values
	}
	if enough > 0 && len(answer.Messages) == enough {
		return answer, nil
	}
	answer.Status, err = rpc.StatusOf(answer.Metadata)
	return answer, err
}
