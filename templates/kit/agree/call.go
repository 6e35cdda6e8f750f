package agree

import (
	"bytes"
	"context"
	"encoding/json"
	stderrors "errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

const httpBody = "google.api.HttpBody"

// headers are what a caller sends beside its messages.
type headers map[string]string

// both calls the method by gRPC and by REST. The error says why REST can't be called so.
func (s *suite) both(ctx context.Context, o *operation, h headers, requests ...proto.Message) (byGRPC, byREST *outcome, err error) {
	if o.binding == nil {
		return nil, nil, stderrors.New("it has no HTTP binding")
	}
	byREST, err = s.callREST(ctx, o, h, requests)
	if err != nil {
		return nil, nil, err
	}
	return s.callGRPC(ctx, o, h, requests), byREST, nil
}

// same calls the method both ways, and says in what the outcomes differ.
func (s *suite) same(o *operation, h headers, requests ...proto.Message) (byGRPC *outcome, v verdict) {
	byGRPC, byREST, err := s.both(context.Background(), o, h, requests...)
	if err != nil {
		return nil, skipped("REST can't call it: %v", err)
	}
	v.wrong = o.differences(byGRPC, byREST)
	return byGRPC, v
}

// callGRPC sends all requests and takes all answers. On the wire there is no difference between a unary call and a
// stream of one message each way.
func (s *suite) callGRPC(ctx context.Context, o *operation, h headers, requests []proto.Message) *outcome {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out := &outcome{header: func(string) string { return "" }}
	stream, err := s.grpc.NewStream(outgoing(ctx, s.with(o, h)), &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}, o.Name)
	for i := 0; err == nil && i < len(requests); i++ {
		if err = stream.SendMsg(requests[i]); err == io.EOF { // what went wrong is received
			err = nil
			break
		}
	}
	if err == nil {
		err = stream.CloseSend()
	}
	for err == nil {
		m := o.Output().New().Interface()
		if err = stream.RecvMsg(m); err == nil {
			out.messages = append(out.messages, m)
		}
	}
	if stream != nil {
		md, _ := stream.Header()
		all := metadata.Join(md, stream.Trailer())
		out.header = func(name string) string { return strings.Join(all.Get(name), ",") }
	}
	if err != io.EOF {
		out.failed = statusOf(err)
	}
	return out
}

func statusOf(err error) *failure { return ofStatus(status.Convert(err)) }

func outgoing(ctx context.Context, h headers) context.Context {
	for name, value := range h {
		ctx = metadata.AppendToOutgoingContext(ctx, name, value)
	}
	return ctx
}

// callREST does the same over HTTP.
func (s *suite) callREST(ctx context.Context, o *operation, h headers, requests []proto.Message) (*outcome, error) {
	sent, err := o.binding.request(requests, s.types)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, sent.verb, s.server.URL+sent.target, bytes.NewReader(sent.body))
	if err != nil {
		return nil, err
	}
	if len(sent.body) > 0 {
		r.Header.Set("Content-Type", sent.media)
	}
	if o.sends() && !o.document() {
		r.Header.Set("Accept", "application/jsonl")
	}
	for name, value := range s.with(o, h) {
		r.Header.Set(name, value)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return &outcome{broken: "REST: " + err.Error()}, nil
	}
	defer answer.Body.Close()
	return s.read(o, answer), nil
}

func (s *suite) read(o *operation, answer *http.Response) *outcome {
	out := &outcome{header: answer.Header.Get, http: answer.StatusCode, media: answer.Header.Get("Content-Type")}
	var cut error
	out.body, cut = io.ReadAll(answer.Body)
	var err error
	switch {
	case answer.StatusCode >= 400:
		out.failed, err = problemOf(out.media, out.body, answer)
	case o.document():
		err = cut
		m := o.Output().New()
		m.Set(m.Descriptor().Fields().ByName("content_type"), protoreflect.ValueOfString(out.media))
		m.Set(m.Descriptor().Fields().ByName("data"), protoreflect.ValueOfBytes(out.body))
		out.messages = []proto.Message{m.Interface()}
	case o.sends():
		err = s.lines(o, out, cut)
	default:
		err = stderrors.Join(cut, s.message(o, out, out.body))
	}
	if err != nil {
		out.broken = fmt.Sprintf("REST: %v: status %d, %s: %.500s", err, out.http, out.media, out.body)
	}
	return out
}

func problemOf(media string, body []byte, answer *http.Response) (*failure, error) {
	if media != "application/problem+json" {
		return nil, stderrors.New("the error is no problem")
	}
	f, err := ofProblem(body, answer.StatusCode, answer.Header.Get("Grpc-Status"))
	if err == nil && f.uncoded {
		err = stderrors.New("there is no Grpc-Status")
	}
	return f, err
}

// message reads one answer.
func (s *suite) message(o *operation, out *outcome, text []byte) error {
	m := o.Output().New().Interface()
	if o.binding.answer != "" {
		f := o.answer().Fields().ByName(protoreflect.Name(o.binding.answer))
		if f == nil {
			return fmt.Errorf("%s has no field %s", o.answer().FullName(), o.binding.answer)
		}
		text = append(append([]byte(`{"`+f.JSONName()+`":`), text...), '}')
	}
	out.messages = append(out.messages, m)
	return protojson.UnmarshalOptions{Resolver: s.types}.Unmarshal(text, m)
}

// lines reads a stream. What goes wrong in its course is its last line, and the connection is cut behind it.
func (s *suite) lines(o *operation, out *outcome, cut error) error {
	all := bytes.SplitAfter(out.body, []byte("\n"))
	for i, line := range all {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		last := i == len(all)-1 || i == len(all)-2 && len(all[i+1]) == 0
		if cut != nil && last && out.inStream(line) {
			return nil
		}
		if err := s.message(o, out, line); err != nil {
			return err
		}
	}
	return cut
}

// inStream reads the error of a stream. Its code stands beside it, for there is no header any more.
func (out *outcome) inStream(line []byte) bool {
	var last struct {
		Error  json.RawMessage
		Status *int `json:"grpc_status"`
	}
	var p problem
	if json.Unmarshal(line, &last) != nil || json.Unmarshal(last.Error, &p) != nil {
		return false
	}
	code := ""
	if last.Status != nil {
		code = strconv.Itoa(*last.Status)
	}
	failed, err := ofProblem(last.Error, p.Status, code)
	if err != nil {
		return false
	}
	out.failed = failed
	return true
}
