import "server-only";

/**
 * What leaked lists begin with, as far as it has ten characters, and the bare words that people pad with digits to
 * get there. All in lower case.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1234567890 12345678910 0123456789 0987654321 9876543210 1111111111 0000000000 1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5
1q2w3e4r5t6y 1234567891 123456789a a123456789 123456789q q123456789 123123123123 1212121212 1122334455 1029384756
qwertyuiop qwertyuiop123 qwerty12345 qwerty123456 qwerty1234 qwertyqwerty qwerty asdfghjkl asdfghjkl1 asdfasdfasdf
zxcvbnm123 zxcvbnmasd qazwsxedc qazwsxedcrfv qazwsx password password1 password12 password123 password1234
password12345 password1! password123! p@ssw0rd123 p@ssword123 passw0rd123 passw0rd1234 passwordpassword passw0rd
mypassword mypassword1 mypassword123 newpassword newpassword1 yourpassword changeme changeme123 changeme1234 letmein
letmein123 letmein1234 welcome welcome123 welcome1234 welcome2024 welcome2025 welcome2026 iloveyou iloveyou12
iloveyou123 iloveyou1234 ilovegod123 iloveyousomuch trustno1trustno1 sunshine sunshine12 sunshine123 princess
princess12 princess123 football football12 football123 baseball baseball123 basketball superman superman123 batman
batman12345 spiderman spiderman1 spiderman123 starwars123 pokemon123 monkey monkey12345 dragon dragon12345 master
master12345 shadow12345 michael123 jennifer123 jordan12345 charlie123 liverpool1 liverpool123 chelsea123 arsenal123
barcelona1 manchester manchester1 chocolate1 chocolate123 butterfly1 computer12 computer123 internet123 whatever12
administrator admin admin12345 admin123456 administrator1 rootroot12 testtest12 test123456 testpassword secret
secret12345 secretpassword hello hello12345 hellohello helloworld helloworld1 abcdefghij abcdefghijk abcd1234567
abcdef1234 abc1234567 abc123abc123 a1b2c3d4e5 aa12345678 qwe123qwe123 asd123asd123 zaq12wsx zaq12wsxcde3
googlegoogle facebook facebook123 linkedin123 bitcoin bitcoin123 bitcoin1234 ethereum ethereum123 satoshi satoshinakamoto
tothemoon tothemoon1 diamondhands hodlhodlhodl cryptocrypto trader tradertrader terminalzero terminalzero1 terminal
correcthorsebatterystaple summer2024! summer2025! summer2026! winter2024! winter2025! winter2026! spring2025! autumn2025!
january2025 monday12345 friday12345 samsung123 samsung1234 motorola123 nintendo123 playstation playstation1 minecraft
minecraft1 minecraft123 fuckyou123 fuckyou1234 asshole123 blink182blink metallica metallica1 metallica123 slipknot123
jessica1234 ashley12345 anthony1234 matthew1234 daniel12345 andrew12345 joshua12345 william1234 freedom1234 nothing1234`.split(
    /\s+/,
  ),
);
