package project

import "strings"

// Setting is one variable of the environment: a row of the table in the README, a field of Config, a line of Load.
type Setting struct {
	Env, Default string
	Field, Type  string // in Go
	Read         string // the expression in Load
	Doc          string
	Live         bool // a change is taken over while the process runs
}

// Settings lists what the environment says of the process, in the order of the README.
func (p *Project) Settings() []Setting {
	var all []Setting
	add := func(some ...Setting) { all = append(all, some...) }
	add(Setting{Env: "HTTP_ADDR", Default: ":8080", Field: "HTTPAddr", Type: "string", Read: `e.address("HTTP_ADDR", ":8080")`, Doc: "where HTTP is served"})
	if p.HasGRPC() {
		add(Setting{Env: "GRPC_ADDR", Default: ":9090", Field: "GRPCAddr", Type: "string", Read: `e.address("GRPC_ADDR", ":9090")`, Doc: "where gRPC is served"},
			Setting{Env: "GRPC_REFLECTION", Default: "true", Field: "Reflection", Type: "bool", Read: `e.yes("GRPC_REFLECTION", "true")`, Doc: "whether gRPC tells its contract, for tools such as grpcurl"})
	}
	add(Setting{Env: "ADMIN_ADDR", Default: ":8081", Field: "AdminAddr", Type: "string", Read: `e.address("ADMIN_ADDR", ":8081")`, Doc: "where health and metrics are served; keep it from the outside"})
	add(p.callers()...)
	add(limits()...)
	add(p.storage()...)
	if p.Example {
		add(Setting{Env: "PAGE_TOKEN_KEYS", Field: "PageTokenKeys", Type: "[]pagination.Key", Read: `e.keys("PAGE_TOKEN_KEYS")`,
			Doc: "secret: keys of page tokens, `openssl rand -base64 32` each, separated by commas; the first seals. Without them tokens end with the process"})
	}
	add(observed()...)
	add(Setting{Env: "DRAIN_DELAY", Default: "5s", Field: "DrainDelay", Type: "time.Duration", Read: `e.duration("DRAIN_DELAY", "5s", 0, 5*time.Minute)`, Doc: "how long a process that stops goes on taking requests, so that load balancers see it"},
		Setting{Env: "SHUTDOWN_GRACE", Default: "15s", Field: "ShutdownGrace", Type: "time.Duration", Read: `e.duration("SHUTDOWN_GRACE", "15s", time.Second, 5*time.Minute)`, Doc: "how long requests in flight have after that"})
	return all
}

// callers are the settings of who calls.
func (p *Project) callers() []Setting {
	return []Setting{
		{Env: "AUTH", Default: "jwt", Field: "Auth", Type: "string", Read: `e.word("AUTH", "jwt", "none")`, Doc: "`jwt`: callers bring a token, and may do what the contract says; `none`: every caller may do everything"},
		{Env: "AUTH_ISSUER", Field: "AuthIssuer", Type: "string", Read: `e.url("AUTH_ISSUER", "", "https", "http")`, Doc: "who issues the tokens (`iss`); required with `jwt`"},
		{Env: "AUTH_AUDIENCE", Default: p.Name, Field: "AuthAudience", Type: "string", Read: `e.name("AUTH_AUDIENCE", "` + p.Name + `")`, Doc: "whom they are made for (`aud`)"},
		{Env: "AUTH_JWKS_URL", Field: "AuthJWKSURL", Type: "string", Read: `e.url("AUTH_JWKS_URL", "", "https", "http")`, Doc: "where the issuer publishes its keys; `/.well-known/jwks.json` of the issuer if empty"},
		{Env: "AUTH_TENANT_CLAIM", Default: "tenant", Field: "AuthTenantClaim", Type: "string", Read: `e.name("AUTH_TENANT_CLAIM", "tenant")`, Doc: "the claim that says whose data a caller works on"},
		{Env: "AUTH_INTERNAL_SCOPE", Default: p.Name + ".internal", Field: "AuthInternalScope", Type: "string", Read: `e.name("AUTH_INTERNAL_SCOPE", "` + p.Name + `.internal")`, Doc: "the scope of callers who see what the contract marks as internal"},
	}
}

// limits are the settings of how much may be asked for.
func limits() []Setting {
	return []Setting{
		{Env: "RATE_LIMIT_ADDRESS", Default: "6000/min", Field: "RateLimitAddress", Type: "ratelimit.Quota", Read: `e.quota("RATE_LIMIT_ADDRESS", "6000/min")`, Live: true, Doc: "how often one address may ask, before it is known who calls; `none`: no limit"},
		{Env: "RATE_LIMIT_CALLER", Default: "6000/min", Field: "RateLimitCaller", Type: "ratelimit.Quota", Read: `e.quota("RATE_LIMIT_CALLER", "6000/min")`, Live: true, Doc: "how often one caller may ask, beside what the contract says of single operations"},
		{Env: "TRUSTED_PROXIES", Field: "TrustedProxies", Type: "ratelimit.Proxies", Read: `e.proxies("TRUSTED_PROXIES")`, Live: true, Doc: "networks of your own load balancers, such as `10.0.0.0/8`: without them a balancer counts as one address"},
		{Env: "MAX_IN_FLIGHT", Default: "256", Field: "MaxInFlight", Type: "int", Read: `int(e.number("MAX_IN_FLIGHT", "256", 1, 1_000_000))`, Live: true, Doc: "how many requests are served at once; more are refused at once with 503"},
		{Env: "MAX_BODY_BYTES", Default: "1048576", Field: "MaxBodyBytes", Type: "int64", Read: `e.number("MAX_BODY_BYTES", "1048576", 1, 1<<30)`, Doc: "what a request may hold, in bytes"},
		{Env: "IDEMPOTENCY_TTL", Default: "24h", Field: "IdempotencyTTL", Type: "time.Duration", Read: `e.duration("IDEMPOTENCY_TTL", "24h", time.Minute, 30*24*time.Hour)`, Doc: "how long the answer to a request with an idempotency token is kept for its repetition"},
	}
}

// storage are the settings of where things are kept.
func (p *Project) storage() []Setting {
	connections := Setting{Env: "DATABASE_CONNECTIONS", Default: "10", Field: "DatabaseConnections", Type: "int",
		Read: `int(e.number("DATABASE_CONNECTIONS", "10", 2, 1000))`, Doc: "how many connections to the database there are at most"}
	switch p.Store {
	case "sqlite":
		at := "data/" + p.Name + ".db"
		return []Setting{{Env: "DATABASE_PATH", Default: at, Field: "DatabasePath", Type: "string", Read: `e.name("DATABASE_PATH", "` + at + `")`, Doc: "the file of the database, on a disk of this machine"}, connections}
	case "postgres":
		at := "postgres://localhost:5432/" + p.Database()
		return []Setting{{Env: "DATABASE_URL", Default: at, Field: "DatabaseURL", Type: "string", Read: `e.url("DATABASE_URL", "` + at + `", "postgres", "postgresql")`, Doc: "secret: the database, with user and password"}, connections}
	}
	return nil
}

// Database is what the database of the service is called.
func (p *Project) Database() string { return strings.ReplaceAll(p.Name, "-", "_") }

// observed are the settings of what the process tells of itself.
func observed() []Setting {
	return []Setting{
		{Env: "LOG_LEVEL", Default: "info", Field: "LogLevel", Type: "slog.Level", Read: `e.level("LOG_LEVEL", "info")`, Live: true, Doc: "the least that is logged: `debug`, `info`, `warn` or `error`"},
		{Env: "LOG_FORMAT", Default: "json", Field: "LogFormat", Type: "string", Read: `e.word("LOG_FORMAT", "json", "text")`, Doc: "`json` or `text`"},
		{Env: "OTEL_EXPORTER_OTLP_ENDPOINT", Field: "TraceEndpoint", Type: "string", Read: `e.url("OTEL_EXPORTER_OTLP_ENDPOINT", "", "https", "http")`, Doc: "where traces are sent to (OTLP over HTTP), such as `http://collector:4318`; nowhere if empty"},
		{Env: "TRACE_SAMPLE", Default: "1", Field: "TraceSample", Type: "float64", Read: `e.share("TRACE_SAMPLE", "1")`, Doc: "the share of traces that are kept, of those that begin here"},
	}
}
