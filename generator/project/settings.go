package project

// Setting is one variable of the environment: a row of the table in the README, a field of Config, a line of Load.
type Setting struct {
	Env, Default string
	Field, Type  string // in Go
	Read         string // the expression in Load
	Doc          string
}

// Settings lists what the environment says of the process.
func (p *Project) Settings() []Setting {
	settings := []Setting{
		{"HTTP_ADDR", ":8080", "HTTPAddr", "string", `e.address("HTTP_ADDR", ":8080")`, "where HTTP is served"},
		{"ADMIN_ADDR", ":8081", "AdminAddr", "string", `e.address("ADMIN_ADDR", ":8081")`, "where probes are answered; keep it from the outside"},
		{"LOG_LEVEL", "info", "LogLevel", "slog.Level", `e.level("LOG_LEVEL", "info")`, "the least that is logged: `debug`, `info`, `warn` or `error`"},
		{"LOG_FORMAT", "json", "LogFormat", "string", `e.word("LOG_FORMAT", "json", "text")`, "`json` or `text`"},
		{"MAX_BODY_BYTES", "1048576", "MaxBodyBytes", "int64", `e.number("MAX_BODY_BYTES", "1048576", 1, 1<<30)`, "what a request may hold, in bytes"},
		{"DRAIN_DELAY", "5s", "DrainDelay", "time.Duration", `e.duration("DRAIN_DELAY", "5s", 0, 5*time.Minute)`, "how long a process that stops goes on taking requests, so that load balancers see it"},
		{"SHUTDOWN_GRACE", "15s", "ShutdownGrace", "time.Duration", `e.duration("SHUTDOWN_GRACE", "15s", time.Second, 5*time.Minute)`, "how long requests in flight have after that"},
	}
	if p.Example {
		settings = append(settings, Setting{"PAGE_TOKEN_KEYS", "", "PageTokenKeys", "[]pagination.Key", `e.keys("PAGE_TOKEN_KEYS")`,
			"secret: keys of page tokens, `openssl rand -base64 32` each, separated by commas; the first seals. Without them tokens end with the process"})
	}
	if p.HasGRPC() {
		settings = append(settings,
			Setting{"GRPC_ADDR", ":9090", "GRPCAddr", "string", `e.address("GRPC_ADDR", ":9090")`, "where gRPC is served"},
			Setting{"GRPC_REFLECTION", "true", "Reflection", "bool", `e.yes("GRPC_REFLECTION", "true")`, "whether gRPC tells its contract, for tools such as grpcurl"})
	}
	return settings
}
