package main

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"

	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/report"
)

func (x *recording) serve(ctx context.Context, s streams, listener net.Listener, handler http.Handler) error {
	h := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaders,
		ErrorLog: log.New(io.Discard, "", 0), Protocols: new(http.Protocols), // what it logs may hold secrets
	}
	h.Protocols.SetHTTP1(true)
	h.Protocols.SetUnencryptedHTTP2(true)
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	return drain(h, s.err)
}

// transport calls the service.
func (x *recording) transport() (*http.Transport, error) {
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, ResponseHeaderTimeout: x.flags.timeout, TLSHandshakeTimeout: headerTimeout,
		IdleConnTimeout: idleTimeout, MaxResponseHeaderBytes: 1 << 20, MaxIdleConnsPerHost: 16,
		DialContext: (&net.Dialer{Timeout: headerTimeout}).DialContext,
	}
	if x.flags.ca == "" {
		return t, nil
	}
	pool, err := trusted(x.flags.ca)
	if err != nil {
		return nil, err
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return t, nil
}

// recordInfo explains the ID of a finding of a recording.
func recordInfo(id string) (report.RuleInfo, bool) {
	for _, d := range record.Diagnostics() {
		if d.ID == id {
			return report.RuleInfo{ID: d.ID, Title: d.Title, Group: "record", Severity: d.Severity, Help: d.Help}, true
		}
	}
	return report.RuleInfo{}, false
}
