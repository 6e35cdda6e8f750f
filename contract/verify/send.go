package verify

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
)

// newClient returns a client that does nothing by itself: it follows no redirects, keeps no connections,
// and so never sends a request again on a second one.
func newClient(o Options) *http.Client {
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: maxHeaders,
		TLSClientConfig: &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}, Protocols: new(http.Protocols),
	}
	t.Protocols.SetHTTP1(!o.HTTP2) // HTTP/2 may send again by itself what the provider says it has not begun with
	t.Protocols.SetHTTP2(o.HTTP2)
	t.Protocols.SetUnencryptedHTTP2(o.HTTP2)
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// newCaller returns a client for gRPC, which has HTTP/2 only.
func newCaller(o Options) *http.Client {
	o.HTTP2 = true
	return newClient(o)
}

// maxHeaders bounds the headers of an answer in bytes.
const maxHeaders = 1 << 20

// send sends a request and reads the whole answer.
func (v *verifier) send(ctx context.Context, q *contract.Request) (*contract.Response, error) {
	request, err := v.request(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("the request can't be sent: %w", err)
	}
	response, err := v.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := read(response, v.MaxBody)
	if err != nil {
		return nil, err
	}
	answer := &contract.Response{Status: response.StatusCode, Body: contract.Body{Presence: contract.Empty}}
	for _, name := range slices.Sorted(maps.Keys(response.Header)) {
		answer.Headers = append(answer.Headers, contract.Values{Name: name, Values: response.Header[name]})
	}
	if len(content) > 0 {
		answer.Body = contract.Body{Presence: contract.Present, Content: content}
	}
	return answer, nil
}

// read reads a body up to its limit; more is an error, for half a body says nothing.
func read(response *http.Response, limit int64) ([]byte, error) {
	body, err := unpacked(response)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = fmt.Errorf("the body is longer than %d bytes", limit)
	}
	return content, err
}

// unpacked returns the body as consumers see it, who leave unpacking to their HTTP client.
func unpacked(response *http.Response) (io.Reader, error) {
	body := bufio.NewReader(response.Body)
	encoding := strings.ToLower(response.Header.Get("Content-Encoding"))
	if encoding == "" || encoding == "identity" {
		return body, nil
	}
	if _, err := body.Peek(1); err == io.EOF { // of HEAD, or 304
		return body, nil
	}
	if encoding != "gzip" && encoding != "x-gzip" {
		return nil, fmt.Errorf("the body is encoded as %q, which is not unpacked here", encoding)
	}
	unzipped, err := gzip.NewReader(body)
	if errors.Is(err, gzip.ErrHeader) {
		return nil, errors.New("the body is no gzip, though its Content-Encoding says so")
	}
	return unzipped, err
}

// request makes the request that goes over the wire. Whatever the contract says, it goes to the provider.
// The type that a body declares beside the headers is not sent: the consumer didn't send it either.
func (v *verifier) request(ctx context.Context, q *contract.Request) (*http.Request, error) {
	target, err := address(v.providerOf(q), q)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, strings.ToUpper(q.Method), target.String(), bytes.NewReader(q.Body.Content))
	if err != nil {
		return nil, err
	}
	r.URL = target // as it is, not as it would be read again
	for _, h := range q.Headers {
		for _, value := range h.Values {
			r.Header.Add(h.Name, value)
		}
	}
	for name, values := range v.Header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", "bylaw")
	}
	return r, nil
}

// providerOf returns who is sent the request.
func (v *verifier) providerOf(q *contract.Request) *url.URL {
	if v.Reads != nil && (strings.EqualFold(q.Method, http.MethodGet) || strings.EqualFold(q.Method, http.MethodHead)) {
		return v.Reads
	}
	return v.Provider
}

// address appends the path and query of a request to the address of the provider. A path as it is
// encoded in the contract stays so.
func address(provider *url.URL, q *contract.Request) (*url.URL, error) {
	encoded := "/" + strings.TrimPrefix(q.Path, "/")
	path, err := url.PathUnescape(encoded)
	if err != nil {
		return nil, fmt.Errorf("its path is malformed: %w", err)
	}
	target := *provider
	target.Path = below(provider.Path) + path
	target.RawPath = below(provider.EscapedPath()) + encoded
	target.RawQuery, target.Fragment = query(q.Query), ""
	return &target, nil
}

// below returns the path of the provider as what others are appended to.
func below(path string) string {
	if path = strings.Trim(path, "/"); path != "" {
		path = "/" + path
	}
	return path
}

func query(parameters []contract.Values) string {
	var parts []string
	for _, p := range parameters {
		name := url.QueryEscape(p.Name)
		if len(p.Values) == 0 {
			parts = append(parts, name)
		}
		for _, value := range p.Values {
			parts = append(parts, name+"="+url.QueryEscape(value))
		}
	}
	return strings.Join(parts, "&")
}

// inWords says what went wrong in the same words each time: without ports that change from run to run.
func inWords(limited, whole context.Context, patience time.Duration, err error) error {
	var operation *net.OpError
	var lookup *net.DNSError
	var called *url.Error
	switch {
	case err == nil:
		return nil
	case whole.Err() != nil:
		return errors.New("the run was stopped before there was a whole answer")
	case limited.Err() != nil:
		return fmt.Errorf("no whole answer came within %s", patience)
	case errors.Is(err, syscall.ECONNREFUSED):
		return errors.New("nobody listens there: the connection was refused")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return errors.New("the connection was reset before there was a whole answer")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the connection was closed before there was a whole answer")
	case errors.As(err, &lookup):
		return fmt.Errorf("the address %s is not known: %s", lookup.Name, lookup.Err)
	case strings.Contains(err.Error(), "looked like an HTTP/1.1 header"), strings.Contains(err.Error(), "http2: client conn could not be established"):
		return errors.New("HTTP/2, which gRPC needs, isn't spoken there: it may be served at another address")
	case errors.As(err, &operation):
		return fmt.Errorf("the network failed: %w", operation.Err)
	case errors.As(err, &called):
		err = called.Err
	}
	if broken, malformed := strings.CutPrefix(err.Error(), "net/http: HTTP/1.x transport connection broken: "); malformed {
		return fmt.Errorf("the answer is not HTTP: %s", excerpt([]byte(broken)))
	}
	return errors.New(excerpt([]byte(err.Error())))
}

// excerpt is the beginning of a text in one line.
func excerpt(content []byte) string {
	const longest = 300
	cut := content[:min(len(content), longest)]
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(cut), "\uFFFD")), " ")
	if len(content) > longest {
		text += " …"
	}
	return text
}
