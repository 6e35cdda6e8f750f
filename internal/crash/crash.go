// Package crash says where a panic came from, for the findings that a rule or a check which broke
// becomes. It knows nothing of either.
package crash

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Site returns the file and line that panicked, "pagination/unpaginated_list.go:40", without
// the folders of the machine that the tool was built on. It is
// to be called by the function that recovers.
func Site() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	raised := false
	for {
		frame, more := frames.Next()
		inRuntime := strings.HasPrefix(frame.Function, "runtime.")
		if raised && !inRuntime {
			dir, file := path.Split(frame.File)
			return fmt.Sprintf("%s/%s:%d", path.Base(dir), file, frame.Line)
		}
		raised = raised || inRuntime && strings.Contains(frame.Function, "panic")
		if !more {
			return "unknown"
		}
	}
}
