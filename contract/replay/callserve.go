package replay

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/grpc/codes"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
)

// serveCall answers a call over gRPC.
func (s *Server) serveCall(w http.ResponseWriter, r *http.Request) {
	most, streams := s.expects(r.URL.Path)
	var read bytes.Buffer
	messages, err := s.receive(io.TeeReader(r.Body, &read), r.Header.Get("Grpc-Encoding"), most, streams)
	if err != nil {
		end(w, codes.InvalidArgument, err.Error())
		return
	}
	p, states := s.findCall(r, messages)
	switch {
	case p != nil:
		s.answerCall(w, r, p, states)
	case s.options.Next != nil && s.options.NextCalls:
		s.tell(Exchange{Request: r, Nearest: s.nearestCall(r, messages).close()})
		r.Body = io.NopCloser(io.MultiReader(&read, r.Body))
		s.options.Next.ServeHTTP(w, r)
	default:
		s.refuseCall(w, r, messages)
	}
}

// expects returns how many messages any interaction of a method sends, and whether it streams them.
func (s *Server) expects(path string) (most int, streams bool) {
	for _, p := range s.plays {
		if p.call != nil && p.call.path == path {
			most, streams = max(most, len(p.call.Requests)), p.call.Method.IsStreamingClient()
		}
	}
	return most, streams
}

// receive reads the messages of a call, no more than any interaction sends: the client need not end before
// it is answered.
func (s *Server) receive(from io.Reader, encoding string, most int, streams bool) ([][]byte, error) {
	frames := rpc.Frames{From: from, Encoding: encoding, Limit: s.options.MaxBody}
	var all [][]byte
	for len(all) < most {
		message, err := frames.Next()
		if err == io.EOF {
			break
		}
		if errors.Is(err, rpc.ErrTooLarge) {
			return nil, errors.New("the messages are longer than " + strconv.FormatInt(s.options.MaxBody, 10) + " bytes")
		}
		if err != nil {
			return nil, err
		}
		if all = append(all, message); !streams {
			break
		}
	}
	return all, nil
}

// answerCall sends what the call is answered with.
func (s *Server) answerCall(w http.ResponseWriter, r *http.Request, p *play, of source) {
	from := s.source(r, of)
	header, failures := http.Header{}, []error(nil)
	var body []byte
	for _, reply := range p.call.Replies {
		if err := rpc.Headers(header, reply, from); err != nil {
			failures = append(failures, err)
		}
		if reply.Body.Presence != contract.Present && p.call.code() != codes.OK {
			continue
		}
		content, err := (rpc.Message{Files: p.call.files, Kind: p.call.Method.Output()}).Content(reply, from)
		if err != nil {
			failures = append(failures, err)
		}
		body = rpc.AppendFrame(body, content)
	}
	s.tell(Exchange{Request: r, Status: int(p.call.code()), Answered: &p.Interaction, Failures: failures})
	if s.options.Before != nil && s.options.Before(w, r) {
		return
	}
	message := header.Get("Grpc-Message")
	header.Del("Grpc-Message")
	header.Del("Grpc-Status")
	for name, values := range header {
		w.Header()[name] = values
	}
	begin(w)
	_, _ = w.Write(body) // nobody is told if the client is gone
	trail(w, p.call.code(), message)
}

// refuseCall says why no interaction answers.
func (s *Server) refuseCall(w http.ResponseWriter, r *http.Request, messages [][]byte) {
	n := s.nearestCall(r, messages)
	s.miss(miss{"gRPC", strings.TrimPrefix(r.URL.Path, "/"), n})
	s.tell(Exchange{Request: r, Status: int(codes.Unimplemented), Nearest: n.one()})
	said := "no contract has this call"
	switch {
	case n.play == nil:
	case len(n.differences) > 0:
		first := n.differences[0]
		said += ": the nearest is " + strconv.Quote(n.play.Description) + " of " + consumerOf(n.play.Contract) + ", which differs at " + first.Path + ": " + first.Message
	default:
		said = "the states of this call don't hold: " + strconv.Quote(n.play.Description) + " of " + consumerOf(n.play.Contract) + given(n.play.States) + "; set it with a POST to " + statesPath
	}
	end(w, codes.Unimplemented, said)
}

// nearestCall returns the interaction of the method that has the least to say against the call.
func (s *Server) nearestCall(r *http.Request, messages [][]byte) near {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var best near
	for _, p := range s.plays {
		if p.call == nil || p.call.path != r.URL.Path {
			continue
		}
		found, err := p.call.differences(messages, r.Header)
		if err != nil {
			found = []match.Mismatch{{Kind: match.Unchecked, Path: "$", Message: err.Error()}}
		}
		if best.play == nil || len(found) < len(best.differences) {
			best = near{p, found}
		}
	}
	return best
}

// begin begins the answer to a call.
func begin(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/grpc+proto")
	w.Header().Set("Trailer", "Grpc-Status, Grpc-Message")
	w.WriteHeader(http.StatusOK)
}

// trail ends it.
func trail(w http.ResponseWriter, code codes.Code, message string) {
	w.Header().Set("Grpc-Status", strconv.Itoa(int(code)))
	if message != "" {
		w.Header().Set("Grpc-Message", escaped(message))
	}
}

// end answers a call by its status alone.
func end(w http.ResponseWriter, code codes.Code, message string) {
	begin(w)
	trail(w, code, message)
}

// escaped writes a message as trailers have it (gRPC over HTTP/2, Responses).
func escaped(text string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '%' {
			b.WriteString("%" + string(digits[c>>4]) + string(digits[c&15]))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
